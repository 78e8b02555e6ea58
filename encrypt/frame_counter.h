/** @file
 * Frame numbers that are given out once, over runs, crashes and processes: the
 * KEY.frames file beside a key.
 */
#ifndef PHW_ENCRYPT_FRAME_COUNTER_H
#define PHW_ENCRYPT_FRAME_COUNTER_H

#include <stdint.h>

#include "core/key.h"
#include "core/status.h"

PHW_BEGIN_C

/** Of encryption: the numbers used. */
#define PHW_FRAMES_USED ".frames"

/** Of decryption against replay: the numbers accepted. */
#define PHW_FRAMES_ACCEPTED ".accepted"

/** The path of a key file's record: links are followed to the key itself, so that one
 * key has one record, by whatever name it is reached; `suffix` is one of the above. A
 * fresh string, given back with free(). PHW_EINPUT when the key is not there;
 * PHW_ENOMEM. A copy of a key file has a record of its own: copies must not encrypt
 * with the same stream. */
PHW_API PHW_MUST_USE phw_status phw_frame_counter_path(char **out, const char *key_path,
                                                       const char *suffix);

/** Takes a frame number of a stream for good: `*wanted`, or with NULL the one after the
 * highest (0 for the first). When this returns PHW_OK the number is on the disk as used
 * (synced, mode 0600), so what it was taken for may be written now and not before: a
 * crash between the two loses the number and nothing else. Records are kept by the
 * key's fingerprint: a new key in an old key's file starts anew.
 *
 * PHW_EAUTH when `*wanted` is not greater than the highest, when none is left, and when
 * others may write the record; PHW_EINPUT for a damaged one; PHW_EIO when it can't be
 * locked or written. Waits while another process takes one in the same folder. */
PHW_API PHW_MUST_USE phw_status phw_frame_counter_take(uint64_t *frame,
                                                       const char *record_path,
                                                       const phw_key *key,
                                                       uint32_t stream,
                                                       const uint64_t *wanted);

PHW_END_C

#endif
