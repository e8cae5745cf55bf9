package npy

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
)

// Member is an array of an NPZ file under its name, or why it cannot be read.
type Member struct {
	Name string
	*Array
	Err error
}

// maxMember bounds what is unpacked of a member, in bytes.
const maxMember = 1 << 30

// IsZip tells whether these are the bytes of an archive.
func IsZip(b []byte) bool { return bytes.HasPrefix(b, []byte("PK\x03\x04")) }

// ReadZip reads the arrays of an NPZ file, stored or deflated. Members that are no
// arrays are passed over, and an array that cannot be read, such as a pickle, matters to
// those only who want it.
func ReadZip(b []byte) ([]Member, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, fmt.Errorf("it is a damaged archive (%w): save it again with numpy.savez", err)
	}
	var list []Member
	for _, f := range z.File {
		name, ok := strings.CutSuffix(f.Name, ".npy")
		if !ok {
			continue
		}
		for _, m := range list {
			if m.Name == name {
				return nil, fmt.Errorf("it has the array %q twice: save it again with numpy.savez", name)
			}
		}
		content, err := unpack(f)
		if err != nil {
			return nil, fmt.Errorf("its array %q is damaged (%w): save it again with numpy.savez", name, err)
		}
		a, err := Read(content)
		if err != nil {
			err = fmt.Errorf("array %q: %w", name, err)
		}
		list = append(list, Member{name, a, err})
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("it is an archive without arrays: save them with numpy.savez")
	}
	return list, nil
}

func unpack(f *zip.File) ([]byte, error) {
	if f.UncompressedSize64 > maxMember {
		return nil, fmt.Errorf("%d bytes, want %d at most", f.UncompressedSize64, maxMember)
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, maxMember))
}

// Archive writes an NPZ file.
type Archive struct{ z *zip.Writer }

// NewArchive begins one; Close ends it.
func NewArchive(w io.Writer) *Archive { return &Archive{zip.NewWriter(w)} }

// member begins an array.
func (a *Archive) member(name string) (io.Writer, error) {
	return a.z.CreateHeader(&zip.FileHeader{Name: name + ".npy", Method: zip.Deflate})
}

// Add adds an array to an archive.
func Add[T uint8 | uint16 | float32](a *Archive, name string, shape []int, v []T) error {
	w, err := a.member(name)
	if err != nil {
		return err
	}
	return Write(w, shape, v)
}

// AddText adds a text as numpy.array("...") has it.
func (a *Archive) AddText(name, text string) error {
	w, err := a.member(name)
	if err != nil {
		return err
	}
	array := textArray(text)
	if err := writeHeader(w, array.descr(), array.Shape); err != nil {
		return err
	}
	_, err = w.Write(array.data)
	return err
}

// Close writes the archive's directory.
func (a *Archive) Close() error { return a.z.Close() }
