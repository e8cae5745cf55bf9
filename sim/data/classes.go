package data

// Names are the sets that Talbot knows by name: package get fetches them, and
// package open finds them in a folder of that name.
var Names = []string{"mnist", "fashion-mnist"}

// ClassNames is the names of a set's ten classes, by label. A set that Talbot
// does not know has the names "0" to "9".
func ClassNames(set string) []string {
	if set == "fashion-mnist" {
		return []string{"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
			"Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"}
	}
	return []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}
}
