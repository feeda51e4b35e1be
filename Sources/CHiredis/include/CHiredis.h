// libhiredis for Swift: its functions, found at run time.
//
// A program that can use Redis is not linked with hiredis, so it starts where there is none, as long as no address of a Redis is given.
// chiredis_load opens the library whose headers this was compiled with, by its exact version: hiredis shows its structures, and they differ
// from version to version. Encryption is there where hiredis has it (1.0 and newer, in a library of its own).
#ifndef CHIREDIS_H
#define CHIREDIS_H

#if !__has_include(<hiredis/hiredis.h>)
#error "MCPRedis needs the headers of hiredis (libhiredis-dev)"
#endif
#include <hiredis/hiredis.h>

/// Opens hiredis, once in a process; every later call gives the same answer. Nothing else here may be called before it has answered NULL.
/// Safe to call from any thread.
///
/// Returns what went wrong, as a text that lives for ever.
const char *chiredis_load(void);

/// Opens what TLS needs, like chiredis_load. Returns NULL, or why there is no TLS, as a text that lives for ever.
const char *chiredis_load_tls(void);

/// Connects, and returns when it has, or has failed (chiredis_error is not 0 then), or NULL without memory. The time is for each of the
/// addresses that a name has.
redisContext *chiredis_connect(const char *host, int port, int milliseconds);
redisContext *chiredis_connect_unix(const char *path, int milliseconds);

/// Encrypts a connection on which nothing was sent. The peer must show a certificate of that name, signed by one of those in the file, or by
/// one that the system trusts where the file is NULL. Takes no longer than chiredis_set_time. Only after
/// chiredis_load_tls has answered NULL.
///
/// Returns NULL, or what went wrong, as a text in `problem`.
const char *chiredis_start_tls(redisContext *context, const char *name, const char *authorities, char *problem, size_t size);

/// How long reads and writes may take that wait.
void chiredis_set_time(redisContext *context, int milliseconds);
/// From here on reads and writes do not wait.
int chiredis_stop_waiting(redisContext *context);

/// Takes bytes that are to be sent, whole commands in the form of the protocol.
int chiredis_append(redisContext *context, const char *bytes, size_t count);
/// Sends what can be sent now; `done` says whether that was all.
int chiredis_write(redisContext *context, int *done);
/// Takes what has come.
int chiredis_read(redisContext *context);
/// The next reply that has come whole, or NULL.
int chiredis_next_reply(redisContext *context, redisReply **reply);
void chiredis_free_reply(redisReply *reply);
void chiredis_free(redisContext *context);

int chiredis_error(const redisContext *context);
const char *chiredis_error_text(const redisContext *context);
int chiredis_descriptor(const redisContext *context);

#endif
