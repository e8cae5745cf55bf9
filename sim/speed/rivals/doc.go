// Package rivals makes other programs do the cases of package speed: FFTW, SciPy,
// OpenBLAS and PyTorch on a processor, PyTorch and JAX on a GPU. Each is optional.
//
// A rival is a process that stays warm and is asked for one sample at a time, so
// that it can be timed in turns with others. It speaks lines of words on its
// standard input and output, and starts in a folder that holds the input files:
//
//	-> (start)                            <- hello NAME AND VERSION
//	-> open suite=hop n=200 threads=1 ... <- ready CHECK [CHECK]
//	-> run REPS                           <- took SECONDS
//	-> peak                               <- peak BYTES        (on a GPU; 0: unknown)
//
// or, instead of each answer, error TEXT. It ends when its input ends. The fields
// of open are those of Process.Open; complex numbers are pairs of float32, and every
// file holds nothing but little-endian float32.
package rivals
