#include <curl/curl.h>
#include <dlfcn.h>
#include <stddef.h>

// libcurl brings thirty libraries with it (TLS, Kerberos, LDAP): 6 MB and 3 ms of every process that names it. It is loaded by the first HTTP
// client instead, so that a calculation of phases does not pay for it. The types of the functions are those of the header.
//
// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call: one typed door for each kind of argument.

struct tieline_curl {
    __typeof__(curl_global_init) *global_init;
    __typeof__(curl_easy_init) *easy_init;
    __typeof__(curl_easy_reset) *easy_reset;
    __typeof__(curl_easy_cleanup) *easy_cleanup;
    __typeof__(curl_easy_perform) *easy_perform;
    __typeof__(curl_easy_strerror) *easy_strerror;
    __typeof__(curl_easy_setopt) *easy_setopt;
    __typeof__(curl_easy_getinfo) *easy_getinfo;
    __typeof__(curl_slist_append) *slist_append;
    __typeof__(curl_slist_free_all) *slist_free_all;
};

// Loads the library for the rest of the process. Returns NULL, or what the loader says is missing.
static inline const char *tieline_curl_load(struct tieline_curl *curl) {
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        const char *words = dlerror();
        return words == NULL ? "libcurl.so.4" : words;
    }
#define TIELINE_FIND(name) \
    if ((curl->name = (__typeof__(curl->name))dlsym(library, "curl_" #name)) == NULL) return "it has no curl_" #name;
    TIELINE_FIND(global_init)
    TIELINE_FIND(easy_init)
    TIELINE_FIND(easy_reset)
    TIELINE_FIND(easy_cleanup)
    TIELINE_FIND(easy_perform)
    TIELINE_FIND(easy_strerror)
    TIELINE_FIND(easy_setopt)
    TIELINE_FIND(easy_getinfo)
    TIELINE_FIND(slist_append)
    TIELINE_FIND(slist_free_all)
#undef TIELINE_FIND
    return NULL;
}

static inline CURLcode tieline_curl_set_long(const struct tieline_curl *curl, CURL *handle, CURLoption option, long value) {
    return curl->easy_setopt(handle, option, value);
}
static inline CURLcode tieline_curl_set_string(const struct tieline_curl *curl, CURL *handle, CURLoption option, const char *value) {
    return curl->easy_setopt(handle, option, value);
}
static inline CURLcode tieline_curl_set_pointer(const struct tieline_curl *curl, CURL *handle, CURLoption option, void *value) {
    return curl->easy_setopt(handle, option, value);
}
static inline CURLcode tieline_curl_set_write(
    const struct tieline_curl *curl, CURL *handle, size_t (*function)(char *, size_t, size_t, void *), void *context) {
    CURLcode code = curl->easy_setopt(handle, CURLOPT_WRITEFUNCTION, function);
    return code ? code : curl->easy_setopt(handle, CURLOPT_WRITEDATA, context);
}
static inline CURLcode tieline_curl_set_header(
    const struct tieline_curl *curl, CURL *handle, size_t (*function)(char *, size_t, size_t, void *), void *context) {
    CURLcode code = curl->easy_setopt(handle, CURLOPT_HEADERFUNCTION, function);
    return code ? code : curl->easy_setopt(handle, CURLOPT_HEADERDATA, context);
}
static inline CURLcode tieline_curl_set_progress(
    const struct tieline_curl *curl, CURL *handle, int (*function)(void *, curl_off_t, curl_off_t, curl_off_t, curl_off_t), void *context) {
    CURLcode code = curl->easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, function);
    if (code == CURLE_OK) code = curl->easy_setopt(handle, CURLOPT_XFERINFODATA, context);
    return code ? code : curl->easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
}
static inline CURLcode tieline_curl_set_body(const struct tieline_curl *curl, CURL *handle, const void *bytes, long count) {
    CURLcode code = curl->easy_setopt(handle, CURLOPT_POSTFIELDSIZE, count);
    return code ? code : curl->easy_setopt(handle, CURLOPT_COPYPOSTFIELDS, bytes);
}
static inline CURLcode tieline_curl_get_long(const struct tieline_curl *curl, CURL *handle, CURLINFO info, long *value) {
    return curl->easy_getinfo(handle, info, value);
}
