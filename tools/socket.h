/** @file
 * Sockets of TCP, IPv4 and IPv6, none of which ever blocks.
 */
#ifndef PHW_TOOLS_SOCKET_H
#define PHW_TOOLS_SOCKET_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "tools/address.h"

/** Room for "[address]:port". */
#define PHW_SOCKET_NAME_SIZE 64

/** Longest wait for one attempt to connect, s. */
#define PHW_SOCKET_ATTEMPT_S 5.0

/** Pause between attempts, ms. */
#define PHW_SOCKET_PAUSE_MS 100

/** A socket that listens at the first address that the host's name has and that is
 * free. PHW_EIO. */
PHW_MUST_USE phw_status phw_socket_listen(int *out, const phw_address *at);

/** The next connection of a listening socket, -1 when nobody waits there. */
int phw_socket_accept(int listener);

/** A connection: every address of the host's name is tried, again and again, until
 * `deadline_s` (phw_deadline_now()): the other end may start a little later. PHW_EIO,
 * PHW_ECANCEL. */
PHW_MUST_USE phw_status phw_socket_connect(int *out, const phw_address *to,
                                           double deadline_s);

/** How either end of it is called, by numbers: "127.0.0.1:7700", "[::1]:7700". */
void phw_socket_name(char out[PHW_SOCKET_NAME_SIZE], int socket, bool other_end);

#endif
