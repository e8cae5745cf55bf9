/* FFTW's side of the benchmark: single precision, measured plans, one thread; the
   product with the transfer function is a plain C loop. See doc.go for the lines
   it reads and writes. */
#include <complex.h>
#include <fftw3.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The clock, or what the processor worked for this process where that is asked for. */
static double now(void) {
  struct timespec t;
  clock_gettime(getenv("TALBOT_PROCESSOR_TIME") ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

/* The fields of the last open. */
static char suite[8], field[4096];
static int n, lines, pad;
static double pitch, wavelength, distance;

static fftwf_complex *in, *out, *transfer;
static fftwf_plan forward, backward;

static void forget(void) {
  if (forward) fftwf_destroy_plan(forward);
  if (backward) fftwf_destroy_plan(backward);
  fftwf_free(in);
  fftwf_free(out);
  fftwf_free(transfer);
  forward = backward = NULL;
  in = out = transfer = NULL;
}

/* F^-1 H F without the 1/n^2, which H has. The carrier exp(ikz) is left out. */
static void fill_transfer(void) {
  double k = 2 * M_PI / wavelength;
  for (int y = 0; y < n; y++) {
    for (int x = 0; x < n; x++) {
      double fx = (x < (n + 1) / 2 ? x : x - n) / (n * pitch);
      double fy = (y < (n + 1) / 2 ? y : y - n) / (n * pitch);
      double s = wavelength * wavelength * (fx * fx + fy * fy);
      double phase = fmod(-k * distance * s / (1 + sqrt(1 - s)), 2 * M_PI);
      transfer[y * n + x] = cexp(I * phase) / ((double)n * n);
    }
  }
}

static void work(void) {
  if (!strcmp(suite, "fft")) {
    fftwf_execute(forward);
    return;
  }
  fftwf_execute(forward);
  /* In real numbers, which the compiler turns into SIMD: C's complex product has
     to look for infinities. */
  float *restrict u = (float *)out;
  const float *restrict h = (const float *)transfer;
  for (int i = 0; i < 2 * n * n; i += 2) {
    float re = u[i] * h[i] - u[i + 1] * h[i + 1];
    u[i + 1] = u[i] * h[i + 1] + u[i + 1] * h[i];
    u[i] = re;
  }
  fftwf_execute(backward);
}

static const char *open_case(void) {
  forget();
  int is_fft = !strcmp(suite, "fft");
  if (!is_fft && strcmp(suite, "hop")) return "it does the suites fft and hop alone";
  if (pad) return "it does no padding";
  size_t size = is_fft ? (size_t)n * lines : (size_t)n * n;
  in = fftwf_malloc(sizeof *in * size);
  out = fftwf_malloc(sizeof *out * size);
  if (is_fft) {
    forward = fftwf_plan_many_dft(1, &n, lines, in, NULL, 1, n, out, NULL, 1, n, FFTW_FORWARD, FFTW_MEASURE | FFTW_PRESERVE_INPUT);
  } else {
    transfer = fftwf_malloc(sizeof *transfer * size);
    fill_transfer();
    forward = fftwf_plan_dft_2d(n, n, in, out, FFTW_FORWARD, FFTW_MEASURE | FFTW_PRESERVE_INPUT);
    backward = fftwf_plan_dft_2d(n, n, out, out, FFTW_BACKWARD, FFTW_MEASURE);
  }
  if (!forward || (!is_fft && !backward)) return "FFTW made no plan";
  /* Planning overwrites the arrays, so they are filled after it. */
  FILE *f = fopen(field, "rb");
  if (!f || fread(in, sizeof *in, size, f) != size) return "the field cannot be read";
  fclose(f);
  work();
  double complex sum = 0;
  double power = 0;
  for (size_t i = 0; i < size; i++) {
    sum += conj((double complex)in[i]) * out[i];
    power += creal(in[i]) * creal(in[i]) + cimag(in[i]) * cimag(in[i]);
  }
  printf("ready %.9g %.9g\n", creal(sum) / power, cimag(sum) / power);
  return NULL;
}

static void read_field(char *word) {
  char *value = strchr(word, '=');
  if (!value) return;
  *value++ = 0;
  if (!strcmp(word, "suite")) snprintf(suite, sizeof suite, "%s", value);
  else if (!strcmp(word, "field")) snprintf(field, sizeof field, "%s", value);
  else if (!strcmp(word, "n")) n = atoi(value);
  else if (!strcmp(word, "pad")) pad = atoi(value);
  else if (!strcmp(word, "lines")) lines = atoi(value);
  else if (!strcmp(word, "pitch")) pitch = atof(value);
  else if (!strcmp(word, "wavelength")) wavelength = atof(value);
  else if (!strcmp(word, "distance")) distance = atof(value);
}

int main(void) {
  static char line[1 << 16];
  signal(SIGINT, SIG_IGN); /* Ctrl-C is for the parent, which closes our input */
  setvbuf(stdout, NULL, _IOLBF, 0);
  printf("hello %s\n", fftwf_version);
  while (fgets(line, sizeof line, stdin)) {
    char *word = strtok(line, " \n");
    if (!word) continue;
    if (!strcmp(word, "open")) {
      while ((word = strtok(NULL, " \n"))) read_field(word);
      const char *wrong = open_case();
      if (wrong) printf("error %s\n", wrong);
    } else if (!strcmp(word, "run") && forward) {
      word = strtok(NULL, " \n");
      int reps = word ? atoi(word) : 1;
      double start = now();
      for (int i = 0; i < reps; i++) work();
      printf("took %.9g\n", now() - start);
    } else {
      printf("error there is no case to run\n");
    }
  }
  forget();
  return 0;
}
