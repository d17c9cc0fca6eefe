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
    return NULL;
}
