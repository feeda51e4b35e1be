#include "CCurl.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/eventfd.h>
#include <sys/prctl.h>
#endif

#define FUNCTIONS(X) \
    X(easy_init) X(easy_cleanup) X(easy_reset) X(easy_pause) X(easy_strerror) X(easy_setopt) X(easy_getinfo) X(global_init) \
    X(multi_init) X(multi_cleanup) X(multi_add_handle) X(multi_remove_handle) X(multi_socket_action) \
    X(multi_info_read) X(multi_setopt) X(slist_append) X(slist_free_all) X(version_info) X(url) X(url_cleanup) X(url_get) X(url_set) X(free)

// Each entry has the type of the function in the header, so a mismatch does not compile.
static struct {
#define MEMBER(name) __typeof__(&curl_##name) name;
    FUNCTIONS(MEMBER)
#undef MEMBER
} curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char problem[256];

static void load(void) {
#ifdef __APPLE__
    static const char *const names[] = {"libcurl.4.dylib", "/usr/lib/libcurl.4.dylib"};
#else
    static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
#endif
    void *library = NULL;
    for (size_t index = 0; library == NULL && index < sizeof(names) / sizeof(names[0]); index++) {
        library = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
    }
    if (library == NULL) {
        snprintf(problem, sizeof problem, "libcurl cannot be loaded: %s", dlerror());
        return;
    }
#define FIND(name) \
    *(void **)&curl.name = dlsym(library, "curl_" #name); \
    if (curl.name == NULL) { \
        snprintf(problem, sizeof problem, "libcurl is too old: it has no curl_" #name); \
        return; \
    }
    FUNCTIONS(FIND)
#undef FIND
    CURLcode code = curl.global_init(CURL_GLOBAL_ALL);
    if (code != CURLE_OK) snprintf(problem, sizeof problem, "libcurl cannot start: %s", curl.easy_strerror(code));
}

const char *ccurl_load(void) {
    pthread_once(&once, load);
    return problem[0] == 0 ? NULL : problem;
}

CURL *ccurl_easy_init(void) { return curl.easy_init(); }
void ccurl_easy_cleanup(CURL *handle) { curl.easy_cleanup(handle); }
void ccurl_easy_reset(CURL *handle) { curl.easy_reset(handle); }
CURLcode ccurl_easy_pause(CURL *handle, int bitmask) { return curl.easy_pause(handle, bitmask); }
const char *ccurl_easy_strerror(CURLcode code) { return curl.easy_strerror(code); }
CURLM *ccurl_multi_init(void) { return curl.multi_init(); }
CURLMcode ccurl_multi_cleanup(CURLM *multi) { return curl.multi_cleanup(multi); }
CURLMcode ccurl_multi_add_handle(CURLM *multi, CURL *handle) { return curl.multi_add_handle(multi, handle); }
CURLMcode ccurl_multi_remove_handle(CURLM *multi, CURL *handle) { return curl.multi_remove_handle(multi, handle); }
CURLMcode ccurl_multi_socket_action(CURLM *multi, curl_socket_t socket, int events, int *running) {
    return curl.multi_socket_action(multi, socket, events, running);
}
CURLMsg *ccurl_multi_info_read(CURLM *multi, int *left) { return curl.multi_info_read(multi, left); }
struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text) { return curl.slist_append(list, text); }
void ccurl_slist_free_all(struct curl_slist *list) { curl.slist_free_all(list); }
int ccurl_features(void) { return curl.version_info(CURLVERSION_NOW)->features; }
CURLU *ccurl_url(void) { return curl.url(); }
void ccurl_url_cleanup(CURLU *url) { curl.url_cleanup(url); }
CURLUcode ccurl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags) {
    return curl.url_get(url, part, text, flags);
}
CURLUcode ccurl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags) {
    return curl.url_set(url, part, text, flags);
}
void ccurl_free(void *pointer) { curl.free(pointer); }

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) { return curl.easy_setopt(handle, option, value); }
CURLcode ccurl_set_offset(CURL *handle, CURLoption option, curl_off_t value) { return curl.easy_setopt(handle, option, value); }
CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value) { return curl.easy_setopt(handle, option, value); }
CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) { return curl.easy_setopt(handle, option, value); }
CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl.easy_setopt(handle, option, value);
}
CURLcode ccurl_set_write(CURL *handle, CURLoption option, curl_write_callback value) {
    return curl.easy_setopt(handle, option, value);
}
CURLcode ccurl_set_read(CURL *handle, curl_read_callback value) {
    return curl.easy_setopt(handle, CURLOPT_READFUNCTION, value);
}
CURLcode ccurl_set_seek(CURL *handle, curl_seek_callback value) {
    return curl.easy_setopt(handle, CURLOPT_SEEKFUNCTION, value);
}
CURLcode ccurl_set_opensocket(CURL *handle, curl_opensocket_callback value) {
    return curl.easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, value);
}

CURLcode ccurl_set_quick_exit(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075700
    return curl.easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
#else
    (void)handle;
    return CURLE_OK;
#endif
}

CURLcode ccurl_info_long(CURL *handle, CURLINFO info, long *value) { return curl.easy_getinfo(handle, info, value); }
CURLcode ccurl_info_offset(CURL *handle, CURLINFO info, curl_off_t *value) { return curl.easy_getinfo(handle, info, value); }
CURLcode ccurl_info_pointer(CURL *handle, CURLINFO info, void **value) { return curl.easy_getinfo(handle, info, value); }

CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) { return curl.multi_setopt(multi, option, value); }
CURLMcode ccurl_multi_set_socket(CURLM *multi, curl_socket_callback value, void *pointer) {
    CURLMcode code = curl.multi_setopt(multi, CURLMOPT_SOCKETDATA, pointer);
    return code == CURLM_OK ? curl.multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, value) : code;
}
CURLMcode ccurl_multi_set_timer(CURLM *multi, curl_multi_timer_callback value, void *pointer) {
    CURLMcode code = curl.multi_setopt(multi, CURLMOPT_TIMERDATA, pointer);
    return code == CURLM_OK ? curl.multi_setopt(multi, CURLMOPT_TIMERFUNCTION, value) : code;
}
CURLcode ccurl_message_result(const CURLMsg *message) { return message->data.result; }

int ccurl_bell_open(int ends[2]) {
#ifdef __linux__
    ends[0] = ends[1] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return ends[0] >= 0 ? 0 : -1;
#else
    if (pipe(ends) != 0) return -1;
    for (int end = 0; end < 2; end++) {
        (void)fcntl(ends[end], F_SETFD, FD_CLOEXEC);
        (void)fcntl(ends[end], F_SETFL, O_NONBLOCK);
    }
    return 0;
#endif
}

void ccurl_bell_close(const int ends[2]) {
    (void)close(ends[0]);
    if (ends[1] != ends[0]) (void)close(ends[1]);
}

void ccurl_bell_ring(int end) {
    // Eight bytes are what an eventfd takes. One that is full is ringing already.
    const uint64_t one = 1;
    while (write(end, &one, sizeof one) < 0 && errno == EINTR) {}
}

void ccurl_bell_clear(int end) {
    uint64_t rings[64];
#ifdef __linux__
    while (read(end, rings, sizeof rings[0]) < 0 && errno == EINTR) {}
#else
    ssize_t length;
    do { length = read(end, rings, sizeof rings); } while (length == (ssize_t)sizeof rings || (length < 0 && errno == EINTR));
#endif
}

void ccurl_name_thread(const char *name) {
#ifdef __linux__
    (void)prctl(PR_SET_NAME, name);
#elif defined(__APPLE__)
    (void)pthread_setname_np(name);
#else
    (void)name;
#endif
}

unsigned int ccurl_thread_number(void) {
    static atomic_uint asked;
    // One more than the number; 0 before it has one.
    static _Thread_local unsigned int own;
    if (own == 0) own = atomic_fetch_add_explicit(&asked, 1, memory_order_relaxed) + 1;
    return own - 1;
}

curl_socket_t ccurl_open_socket(const struct curl_sockaddr *address) {
#ifdef SOCK_CLOEXEC
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
#else
    int descriptor = socket(address->family, address->socktype, address->protocol);
    if (descriptor >= 0) (void)fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return descriptor;
#endif
}

int ccurl_address_bytes(const struct curl_sockaddr *address, unsigned char bytes[16]) {
    if (address->family == AF_INET && address->addrlen >= sizeof(struct sockaddr_in)) {
        memcpy(bytes, &((const struct sockaddr_in *)(const void *)&address->addr)->sin_addr, 4);
        return 4;
    }
    if (address->family == AF_INET6 && address->addrlen >= sizeof(struct sockaddr_in6)) {
        memcpy(bytes, &((const struct sockaddr_in6 *)(const void *)&address->addr)->sin6_addr, 16);
        return 16;
    }
    return 0;
}

int ccurl_parse_address(const char *text, unsigned char bytes[16]) {
    if (inet_pton(AF_INET, text, bytes) == 1) return 4;
    if (inet_pton(AF_INET6, text, bytes) == 1) return 16;
    return 0;
}
