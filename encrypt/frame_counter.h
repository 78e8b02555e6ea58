/** @file
 * Frame numbers that are given out once, over runs, crashes and processes: the
 * KEY.frames file beside a key.
 *
 * A record knows what was done under its own path and no more. It can't see that a key
 * file was copied, moved, restored from a backup or rolled back with its disk, that its
 * record was deleted, or what the other end of an agreed key has sent: there the same
 * numbers come again. So each direction and purpose has a stream of its own, both ends
 * never send on the same one, and a key that was moved takes its record along or gets
 * new streams. phw_frame_counter_take() tells when it knows of no earlier use of a key.
 */
#ifndef PHW_ENCRYPT_FRAME_COUNTER_H
#define PHW_ENCRYPT_FRAME_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/key.h"
#include "core/status.h"

PHW_BEGIN_C

/** Of encryption: the numbers used. */
#define PHW_FRAMES_USED ".frames"

/** Of decryption against replay: the numbers accepted. */
#define PHW_FRAMES_ACCEPTED ".accepted"

/** The path of a key file's record: symbolic links are followed to the key itself, so
 * that one key has one record, by whatever such name it is reached; `suffix` is one of
 * the above. A fresh string, given back with free(). PHW_EINPUT when the key is not
 * there; PHW_EAUTH when the file has hard links, of which each would have a record of
 * its own; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_frame_counter_path(char **out, const char *key_path,
                                                       const char *suffix);

/** Takes a frame number of a stream for good: `*wanted`, or with NULL the one after the
 * highest (0 for the first). When this returns PHW_OK the number is on the disk as used
 * (synced, mode 0600), so what it was taken for may be written now and not before: a
 * crash between the two loses the number and nothing else. Records are kept by the
 * key's fingerprint: a new key in an old key's file starts anew. `*is_first`, unless
 * NULL, tells whether the record knew of no use of this key before, on any stream.
 *
 * PHW_EAUTH when `*wanted` is not greater than the highest, when none is left, when the
 * record is full, and when others may write it; PHW_EINPUT for a damaged one; PHW_EIO
 * when it can't be locked or written. While another process holds the lock of the
 * folder this waits, at most 10 s, then PHW_EIO; `stop`, unless NULL, is asked after
 * each try and ends the wait with PHW_ECANCEL when it says true. */
PHW_API PHW_MUST_USE phw_status phw_frame_counter_take(
    uint64_t *frame, bool *is_first, const char *record_path, const phw_key *key,
    uint32_t stream, const uint64_t *wanted, bool (*stop)(void));

PHW_END_C

#endif
