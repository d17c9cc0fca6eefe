// LAPACKE declares its complex types through <complex.h>, which Swift does not import: plain doubles are all we use.
#define LAPACK_COMPLEX_CUSTOM
#define lapack_complex_float float
#define lapack_complex_double double
#include <lapacke.h>

// OpenBLAS runs one thread, so that a replay gives the same bits (docs/design.md).
void openblas_set_num_threads(int number_of_threads);
