package experiment

// Counted are settings that can tell what a network is made of, before anything is made.
type Counted interface{ Model() (*Model, error) }

// Model is what a network is made of.
type Model struct {
	Columns []string   `json:"columns"` // of a table of layers
	Rows    [][]string `json:"rows"`
	Totals  []Amount   `json:"totals"`
	Memory  []Amount   `json:"memory"` // bytes of the arrays of a pass, by what it is for
}

// Amount is a number of something.
type Amount struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}
