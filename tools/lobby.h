/** @file
 * Where a listening end waits for its peer: whoever connects is heard until one of them
 * has said a whole preface. Who says something else, or nothing, keeps nobody else from
 * coming in; and who comes later is told that the end is busy.
 */
#ifndef PHW_TOOLS_LOBBY_H
#define PHW_TOOLS_LOBBY_H

#include "core/status.h"
#include "tools/address.h"
#include "tools/preface.h"
#include "tools/socket.h"

/** Most connections heard at once; one more takes the place of the oldest. */
#define PHW_LOBBY_GUESTS_MAX 8

/** Longest time for a preface, s. */
#define PHW_LOBBY_PATIENCE_S 10.0

/** A listening socket and the guests. */
typedef struct phw_lobby phw_lobby;

/** Listens. PHW_EIO, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lobby_create(phw_lobby **out, const phw_address *at);

/** Closes the socket and all guests. Takes NULL. */
void phw_lobby_destroy(phw_lobby *lobby);

/** Where it listens: also the port that the system chose for port 0. */
void phw_lobby_name(char out[PHW_SOCKET_NAME_SIZE], const phw_lobby *lobby);

/** The socket, for poll(): readable when somebody waits to be refused. */
int phw_lobby_socket(const phw_lobby *lobby);

/** Waits for the first whole preface and gives it with its connection (the caller's);
 * all others are told that the end is busy. PHW_EIO when none came until `deadline_s`:
 * says who was turned away and why; PHW_ECANCEL. */
PHW_MUST_USE phw_status phw_lobby_wait(phw_lobby *lobby, int *socket,
                                       phw_preface *preface, double deadline_s);

/** Tells all that wait that the end is busy. */
void phw_lobby_refuse(phw_lobby *lobby);

#endif
