// libcurl for Swift: its functions, found at run time, and its variadic calls as one plain function per argument type.
//
// libcurl and the thirty-odd libraries behind it cost a program several milliseconds before `main`, whether it ever sends a request or
// not. So no program is linked with it: ccurl_load opens it when the first request is made. Needs libcurl 7.85 (CURLOPT_PROTOCOLS_STR).
#ifndef CCURL_H
#define CCURL_H

#define CURL_DISABLE_TYPECHECK 1
#include <curl/curl.h>

#if LIBCURL_VERSION_NUM < 0x075500
#error "HTTPFetch needs libcurl 7.85 or newer"
#endif

/// Opens libcurl and starts it, once in a process; every later call gives the same answer. Nothing else here may be called before it
/// has answered NULL. Safe to call from any thread.
///
/// Returns what went wrong, as a text that lives for ever.
const char *ccurl_load(void);

// The functions of the same names without the first c.
CURL *ccurl_easy_init(void);
void ccurl_easy_cleanup(CURL *handle);
void ccurl_easy_reset(CURL *handle);
CURLcode ccurl_easy_pause(CURL *handle, int bitmask);
const char *ccurl_easy_strerror(CURLcode code);
CURLM *ccurl_multi_init(void);
CURLMcode ccurl_multi_cleanup(CURLM *multi);
CURLMcode ccurl_multi_add_handle(CURLM *multi, CURL *handle);
CURLMcode ccurl_multi_remove_handle(CURLM *multi, CURL *handle);
CURLMcode ccurl_multi_socket_action(CURLM *multi, curl_socket_t socket, int events, int *running);
CURLMsg *ccurl_multi_info_read(CURLM *multi, int *left);
struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text);
void ccurl_slist_free_all(struct curl_slist *list);
/// What the libcurl found was built with: its `CURL_VERSION_` bits.
int ccurl_features(void);
CURLU *ccurl_url(void);
void ccurl_url_cleanup(CURLU *url);
CURLUcode ccurl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags);
CURLUcode ccurl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags);
void ccurl_free(void *pointer);

// Options of an easy handle.
CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value);
CURLcode ccurl_set_offset(CURL *handle, CURLoption option, curl_off_t value);
CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value);
CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode ccurl_set_write(CURL *handle, CURLoption option, curl_write_callback value);
CURLcode ccurl_set_read(CURL *handle, curl_read_callback value);
CURLcode ccurl_set_seek(CURL *handle, curl_seek_callback value);
CURLcode ccurl_set_opensocket(CURL *handle, curl_opensocket_callback value);

/// Lets go of a name look-up that is still running instead of waiting for it, so that one slow name stops no other transfer.
CURLcode ccurl_set_quick_exit(CURL *handle);

// Facts about a transfer.
CURLcode ccurl_info_long(CURL *handle, CURLINFO info, long *value);
CURLcode ccurl_info_offset(CURL *handle, CURLINFO info, curl_off_t *value);
CURLcode ccurl_info_pointer(CURL *handle, CURLINFO info, void **value);

// The multi handle.
CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value);
CURLMcode ccurl_multi_set_socket(CURLM *multi, curl_socket_callback value, void *pointer);
CURLMcode ccurl_multi_set_timer(CURLM *multi, curl_multi_timer_callback value, void *pointer);
CURLcode ccurl_message_result(const CURLMsg *message);

// A bell: what is rung in one thread is readable in another that sleeps in poll. Ringing many times is ringing once.

/// Opens a bell: ends[0] is to be listened to, ends[1] to be rung. Both may be one descriptor. Returns 0, or -1 where there is none left.
int ccurl_bell_open(int ends[2]);
void ccurl_bell_close(const int ends[2]);
/// Safe to call from any thread.
void ccurl_bell_ring(int end);
/// Silences it until it is rung again.
void ccurl_bell_clear(int end);

// Threads.

/// Names this thread for who looks at the program's threads; without it a thread has the name of the one that made it.
void ccurl_name_thread(const char *name);

/// The calling thread's number: as many threads have asked before it did for the first time. Safe to call from any thread.
unsigned int ccurl_thread_number(void);

// Sockets.
curl_socket_t ccurl_open_socket(const struct curl_sockaddr *address);

/// Copies the IP address in network order; returns 4, 16, or 0 for another family.
int ccurl_address_bytes(const struct curl_sockaddr *address, unsigned char bytes[16]);

/// Reads an IP address in text; returns 4, 16, or 0 for what is none.
int ccurl_parse_address(const char *text, unsigned char bytes[16]);

#endif
