#include <dlfcn.h>
#include <stddef.h>

// LAPACKE declares its complex types through <complex.h>, which Swift does not import: plain doubles are all we use.
#define LAPACK_COMPLEX_CUSTOM
#define lapack_complex_float float
#define lapack_complex_double double
#include <lapacke.h>

// OpenBLAS is loaded by the first factorisation: it starts a thread for every core and takes 5 MB as soon as a process has it, and most of
// `tieline` never factors a matrix. The types of the functions are those of the header.
struct tieline_lapack {
    __typeof__(LAPACKE_dpotrf) *dpotrf;
    __typeof__(LAPACKE_dsyev) *dsyev;
    // The rest from OpenBLAS itself, column by column; its own header is not installed with the library. Enumerations of CBLAS are ints.
    void (*dpotrf_in_place)(const char *uplo, const int *n, double *a, const int *lda, int *info);
    void (*dpotri_in_place)(const char *uplo, const int *n, double *a, const int *lda, int *info);
    void (*dgemm)(int layout, int trans_a, int trans_b, int m, int n, int k, double alpha, const double *a, int lda, const double *b, int ldb,
                  double beta, double *c, int ldc);
    void (*dgemv)(int layout, int trans, int m, int n, double alpha, const double *a, int lda, const double *x, int incx, double beta, double *y,
                  int incy);
    void (*dtrsm)(int layout, int side, int uplo, int trans, int diag, int m, int n, double alpha, const double *a, int lda, double *b, int ldb);
    void (*dtrmv)(int layout, int uplo, int trans, int diag, int n, const double *a, int lda, double *x, int incx);
    void (*dtrsv)(int layout, int uplo, int trans, int diag, int n, const double *a, int lda, double *x, int incx);
    // One thread, so that a replay gives the same bits (docs/design.md).
    void (*set_num_threads)(int number_of_threads);
};

// What the loader says, which may be nothing.
static inline const char *tieline_loader_says(const char *otherwise) {
    const char *words = dlerror();
    return words == NULL ? otherwise : words;
}

// Loads the libraries for the rest of the process. Returns NULL, or what the loader says is missing.
static inline const char *tieline_lapack_load(struct tieline_lapack *lapack) {
    // For all: LAPACKE calls the factorisations of OpenBLAS, not those of the library it names itself.
    void *openblas = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_GLOBAL);
    if (openblas == NULL) return tieline_loader_says("libopenblas.so.0");
    void *lapacke = dlopen("liblapacke.so.3", RTLD_NOW | RTLD_LOCAL);
    if (lapacke == NULL) return tieline_loader_says("liblapacke.so.3");
    lapack->set_num_threads = (__typeof__(lapack->set_num_threads))dlsym(openblas, "openblas_set_num_threads");
    lapack->dpotrf = (__typeof__(lapack->dpotrf))dlsym(lapacke, "LAPACKE_dpotrf");
    lapack->dsyev = (__typeof__(lapack->dsyev))dlsym(lapacke, "LAPACKE_dsyev");
    if (lapack->set_num_threads == NULL || lapack->dpotrf == NULL || lapack->dsyev == NULL) return "LAPACKE or OpenBLAS lacks a function";
    lapack->dpotrf_in_place = (__typeof__(lapack->dpotrf_in_place))dlsym(openblas, "dpotrf_");
    lapack->dpotri_in_place = (__typeof__(lapack->dpotri_in_place))dlsym(openblas, "dpotri_");
    lapack->dgemm = (__typeof__(lapack->dgemm))dlsym(openblas, "cblas_dgemm");
    lapack->dgemv = (__typeof__(lapack->dgemv))dlsym(openblas, "cblas_dgemv");
    lapack->dtrsm = (__typeof__(lapack->dtrsm))dlsym(openblas, "cblas_dtrsm");
    lapack->dtrmv = (__typeof__(lapack->dtrmv))dlsym(openblas, "cblas_dtrmv");
    lapack->dtrsv = (__typeof__(lapack->dtrsv))dlsym(openblas, "cblas_dtrsv");
    if (lapack->dpotrf_in_place == NULL || lapack->dpotri_in_place == NULL || lapack->dgemm == NULL || lapack->dgemv == NULL ||
        lapack->dtrsm == NULL || lapack->dtrmv == NULL || lapack->dtrsv == NULL)
        return "OpenBLAS lacks a function";
    return NULL;
}
