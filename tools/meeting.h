/** @file
 * How two ends of an agreement find each other: one listens, the other connects, and
 * each says first how it is configured.
 */
#ifndef PHW_TOOLS_MEETING_H
#define PHW_TOOLS_MEETING_H

#include <stdbool.h>

#include "core/status.h"
#include "tools/address.h"
#include "tools/lobby.h"
#include "tools/option.h"
#include "tools/peer.h"
#include "tools/preface.h"

/** Longest time for a peer to come or to answer, s, where --wait does not say. */
#define PHW_MEETING_LISTEN_S  300.0
#define PHW_MEETING_CONNECT_S 10.0

/** Where, and how long. */
typedef struct phw_meeting_place {
    phw_address address;
    bool listens;   /**< at the address; else connects to it */
    double wait_s;  /**< for the other end to be there */
    double idle_s;  /**< for a whole message */
    double total_s; /**< for all from then on */
    bool quiet;     /**< does not say where it listens */
} phw_meeting_place;

/** Both ends are there. A zeroed one may be closed. */
typedef struct phw_meeting {
    phw_lobby *lobby; /**< of the end that listens, else NULL */
    phw_peer peer;
} phw_meeting;

/** PHW_OPTIONS of it: --listen, --connect, --wait, --timeout, --total-timeout. */
#define PHW_OPTIONS_MEETING                                                           \
    {.param = {.name = "listen",                                                      \
               .summary = "waits for the peer here, [::1]:7700 say; port 0: any"},    \
     .kind = PHW_OPTION_TEXT,                                                         \
     .letter = 'l',                                                                   \
     .placeholder = "HOST:PORT"},                                                     \
        {.param = {.name = "connect", .summary = "goes to the peer that listens"},    \
         .kind = PHW_OPTION_TEXT,                                                     \
         .letter = 'c',                                                               \
         .placeholder = "HOST:PORT"},                                                 \
        {.param = {.name = "wait",                                                    \
                   .unit = "s",                                                       \
                   .summary = "for the peer to be there; by default 300 s when "      \
                              "listening, 10 s when connecting",                      \
                   .min = 0.1,                                                        \
                   .max = 1e6},                                                       \
         .kind = PHW_OPTION_NUMBER,                                                   \
         .no_preset = true,                                                           \
         .placeholder = "SECONDS"},                                                   \
        {.param = {.name = "timeout",                                                 \
                   .unit = "s",                                                       \
                   .summary =                                                         \
                       "for each message; a peer that computes says so every second", \
                   .min = 0.1,                                                        \
                   .max = 1e6,                                                        \
                   .preset = 10},                                                     \
         .kind = PHW_OPTION_NUMBER,                                                   \
         .placeholder = "SECONDS"},                                                   \
    {                                                                                 \
        .param = {.name = "total-timeout",                                            \
                  .unit = "s",                                                        \
                  .summary = "for all messages together",                             \
                  .min = 0.1,                                                         \
                  .max = 1e6,                                                         \
                  .preset = 300},                                                     \
        .kind = PHW_OPTION_NUMBER, .placeholder = "SECONDS"                           \
    }

/** Reads them. PHW_EARG names the option. */
PHW_MUST_USE phw_status phw_meeting_read(phw_meeting_place *out,
                                         const phw_arguments *arguments);

/** Waits for the peer, or goes there, and trades prefaces. The one that listens says on
 * stderr where. PHW_EIO when nobody comes or answers; PHW_EPEER when the peer speaks
 * something else or is configured differently: says how; PHW_ECANCEL. */
PHW_MUST_USE phw_status phw_meeting_open(phw_meeting *out,
                                         const phw_meeting_place *place,
                                         const phw_preface *own);

/** Stops listening; the peer has been left (phw_peer_close()). */
void phw_meeting_close(phw_meeting *m);

#endif
