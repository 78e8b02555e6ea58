/** @file
 * One end of an agreement with another host, from the first message to the key's file.
 *
 * The last message of any protocol may be lost, and then one end can't know what the
 * other holds. So the ends write in turns, each a word about it that nobody else can
 * say: a hash of the new key; with one-time authentication, where no hash of it may
 * cross the wire, one of the pool's control key and the transcript.
 *
 *     Alice                              Bob
 *                                        holds the key, knows that she does
 *                                        writes his file
 *                                 <-     WRITTEN
 *     writes hers
 *     WRITTEN                     ->
 *
 * Without his word she writes nothing, and says that he may have: both are to be run
 * again, with new traces: of these enough was said. Without hers he says that she may
 * have nothing: fingerprints tell. An end that has heard the other's word knows that
 * both files are there.
 */
#ifndef PHW_TOOLS_AGREE_H
#define PHW_TOOLS_AGREE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/key.h"
#include "core/status.h"
#include "kgen/key_pool.h"
#include "kgen/role.h"
#include "kgen/session.h"
#include "kgen/session_config.h"
#include "tools/peer.h"

/** What one end brings. */
typedef struct phw_agree_plan {
    phw_role role;
    phw_session_auth auth;
    const phw_key_pool *pool; /**< with one-time authentication; else NULL */
    phw_session *session;     /**< made, and with nothing said yet */
    size_t output_bits;       /**< of the key that is given, a multiple of 8 */
    const char *key_path;     /**< of the key's file, or NULL */
    const char *refresh_path; /**< of the file that gets the refreshed pre-shared key,
                                   or NULL */
} phw_agree_plan;

/** What came of it. */
typedef struct phw_agree {
    phw_session_report report;
    char fingerprint[PHW_FINGERPRINT_SIZE]; /**< of the key given; "" without */
    bool peer_written;                      /**< the peer has said so of its own */
    char doubt[256];                        /**< why that is not known; "" when it is */
    double duration_s;                      /**< from the first message on */
} phw_agree;

/** Runs it. PHW_OK also when the machines ended without a key (out->report.status), or
 * with one at this end alone for all it knows (`doubt`). Else nothing was written:
 * statuses of the peer (PHW_EIO, PHW_EPEER, PHW_EAUTH), of writing, PHW_ECANCEL. The
 * peer is told and left. */
PHW_MUST_USE phw_status phw_agree_run(phw_agree *out, phw_peer *peer,
                                      const phw_agree_plan *plan);

#endif
