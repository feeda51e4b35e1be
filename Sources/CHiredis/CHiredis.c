#include "CHiredis.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#if __has_include(<hiredis/hiredis_ssl.h>)
#define HAS_TLS 1
#include <hiredis/hiredis_ssl.h>
#endif

#define TEXT_OF(value) #value
#define TEXT(value) TEXT_OF(value)

#define FUNCTIONS(X) \
    X(redisConnectWithTimeout) X(redisConnectUnixWithTimeout) X(redisSetTimeout) X(redisEnableKeepAlive) X(redisFree) X(redisBufferRead) \
    X(redisBufferWrite) X(redisGetReplyFromReader) X(redisAppendFormattedCommand) X(freeReplyObject)

// Each entry has the type of the function in the header, so a mismatch does not compile.
static struct {
#define MEMBER(name) __typeof__(&name) name;
    FUNCTIONS(MEMBER)
#undef MEMBER
} hiredis;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char problem_of_load[256];

static void load(void) {
#ifdef __APPLE__
    static const char name[] = "libhiredis." TEXT(HIREDIS_SONAME) ".dylib";
#else
    static const char name[] = "libhiredis.so." TEXT(HIREDIS_SONAME);
#endif
    void *library = dlopen(name, RTLD_NOW | RTLD_GLOBAL);
    if (library == NULL) {
        snprintf(problem_of_load, sizeof problem_of_load, "hiredis cannot be loaded: %s", dlerror());
        return;
    }
#define FIND(name) \
    *(void **)&hiredis.name = dlsym(library, #name); \
    if (hiredis.name == NULL) { \
        snprintf(problem_of_load, sizeof problem_of_load, "this hiredis has no " #name); \
        return; \
    }
    FUNCTIONS(FIND)
#undef FIND
}

const char *chiredis_load(void) {
    pthread_once(&once, load);
    return problem_of_load[0] == 0 ? NULL : problem_of_load;
}

static struct timeval interval(int milliseconds) {
    struct timeval time = {.tv_sec = milliseconds / 1000, .tv_usec = milliseconds % 1000 * 1000};
    return time;
}

redisContext *chiredis_connect(const char *host, int port, int milliseconds) {
    redisContext *context = hiredis.redisConnectWithTimeout(host, port, interval(milliseconds));
    if (context != NULL && context->err == 0) {
        int on = 1;
        setsockopt(context->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        hiredis.redisEnableKeepAlive(context);
    }
    return context;
}

redisContext *chiredis_connect_unix(const char *path, int milliseconds) {
    return hiredis.redisConnectUnixWithTimeout(path, interval(milliseconds));
}

void chiredis_set_time(redisContext *context, int milliseconds) { hiredis.redisSetTimeout(context, interval(milliseconds)); }

int chiredis_stop_waiting(redisContext *context) {
    int flags = fcntl(context->fd, F_GETFL);
    if (flags < 0 || fcntl(context->fd, F_SETFL, flags | O_NONBLOCK) < 0) return REDIS_ERR;
    context->flags &= ~REDIS_BLOCK;
    return REDIS_OK;
}

int chiredis_append(redisContext *context, const char *bytes, size_t count) {
    return hiredis.redisAppendFormattedCommand(context, bytes, count);
}
int chiredis_write(redisContext *context, int *done) { return hiredis.redisBufferWrite(context, done); }
int chiredis_read(redisContext *context) { return hiredis.redisBufferRead(context); }
int chiredis_next_reply(redisContext *context, redisReply **reply) {
    return hiredis.redisGetReplyFromReader(context, (void **)reply);
}
void chiredis_free_reply(redisReply *reply) { hiredis.freeReplyObject(reply); }
void chiredis_free(redisContext *context) { hiredis.redisFree(context); }

int chiredis_error(const redisContext *context) { return context->err; }
const char *chiredis_error_text(const redisContext *context) { return context->errstr; }
int chiredis_descriptor(const redisContext *context) { return (int)context->fd; }

#ifdef HAS_TLS

// OpenSSL's, found among what hiredis_ssl itself is linked with; so there is one OpenSSL, and no header of it is needed.
static struct {
    __typeof__(&redisInitOpenSSL) init;
    __typeof__(&redisInitiateSSL) initiate;
    const void *(*method)(void);
    void *(*new_context)(const void *method);
    void (*free_context)(void *context);
    int (*default_authorities)(void *context);
    int (*load_authorities)(void *context, const char *file, const char *folder);
    void (*set_verify)(void *context, int mode, void *callback);
    struct ssl_st *(*new_connection)(void *context);
    void (*free_connection)(struct ssl_st *connection);
    int (*set_host)(struct ssl_st *connection, const char *name);
    long (*control)(struct ssl_st *connection, int command, long number, void *value);
} tls;

static pthread_once_t tls_once = PTHREAD_ONCE_INIT;
static char problem_of_tls[256];

static void load_tls(void) {
#ifdef __APPLE__
    static const char name[] = "libhiredis_ssl." TEXT(HIREDIS_SONAME) ".dylib";
#else
    static const char name[] = "libhiredis_ssl.so." TEXT(HIREDIS_SONAME);
#endif
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        snprintf(problem_of_tls, sizeof problem_of_tls, "hiredis_ssl cannot be loaded: %s", dlerror());
        return;
    }
#define FIND(member, name) \
    *(void **)&tls.member = dlsym(library, name); \
    if (tls.member == NULL) { \
        snprintf(problem_of_tls, sizeof problem_of_tls, "hiredis_ssl comes without " name); \
        return; \
    }
    FIND(init, "redisInitOpenSSL")
    FIND(initiate, "redisInitiateSSL")
    FIND(method, "TLS_client_method")
    FIND(new_context, "SSL_CTX_new")
    FIND(free_context, "SSL_CTX_free")
    FIND(default_authorities, "SSL_CTX_set_default_verify_paths")
    FIND(load_authorities, "SSL_CTX_load_verify_locations")
    FIND(set_verify, "SSL_CTX_set_verify")
    FIND(new_connection, "SSL_new")
    FIND(free_connection, "SSL_free")
    FIND(set_host, "SSL_set1_host")
    FIND(control, "SSL_ctrl")
#undef FIND
    tls.init();
}

const char *chiredis_load_tls(void) {
    const char *problem = chiredis_load();
    if (problem != NULL) return problem;
    pthread_once(&tls_once, load_tls);
    return problem_of_tls[0] == 0 ? NULL : problem_of_tls;
}

const char *chiredis_start_tls(redisContext *context, const char *name, const char *authorities, char *problem, size_t size) {
    // Of OpenSSL's headers: SSL_VERIFY_PEER, SSL_CTRL_SET_TLSEXT_HOSTNAME with TLSEXT_NAMETYPE_host_name.
    enum { verify_peer = 1, set_host_name = 55, host_name = 0 };
    void *rules = tls.new_context(tls.method());
    if (rules == NULL) return "no memory for TLS";
    tls.set_verify(rules, verify_peer, NULL);
    int found = authorities == NULL ? tls.default_authorities(rules) : tls.load_authorities(rules, authorities, NULL);
    struct ssl_st *connection = found == 1 ? tls.new_connection(rules) : NULL;
    // The connection keeps it as long as it needs it.
    tls.free_context(rules);
    if (found != 1) return "the certificates of the authorities cannot be read";
    if (connection == NULL) return "no memory for TLS";
    if (tls.set_host(connection, name) != 1 || tls.control(connection, set_host_name, host_name, (void *)name) != 1) {
        tls.free_connection(connection);
        return "the name cannot be checked";
    }
    if (tls.initiate(context, connection) != REDIS_OK) {
        // It is not hiredis's while it has not succeeded.
        tls.free_connection(connection);
        snprintf(problem, size, "%s", context->errstr);
        return problem;
    }
    return NULL;
}

#else

const char *chiredis_load_tls(void) {
    return "this hiredis (" TEXT(HIREDIS_MAJOR) "." TEXT(HIREDIS_MINOR) ") has no TLS: rediss:// needs hiredis 1.0 or newer with hiredis_ssl";
}

const char *chiredis_start_tls(redisContext *context, const char *name, const char *authorities, char *problem, size_t size) {
    (void)context, (void)name, (void)authorities, (void)problem, (void)size;
    return chiredis_load_tls();
}

#endif
