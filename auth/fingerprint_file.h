/** @file
 * Models of transmitters in JSON.
 *
 * One object: `format` "phyward-fingerprint", `version` 1, `model`, `checksum` and,
 * when a key was given, `tag`. The model holds
 * - `features`: objects of `name` and `unit`,
 * - `classifier`, `parameters` (an object; numbers or words) and `false_rejection`,
 * - `labels`: objects of `name`, `threshold` and `rule` (law, frames or sessions),
 * - `sessions`: objects of `name`, `label` and `frames`, an array of arrays with a
 *   number for each feature.
 *
 * Checksum and tag are 64 hexadecimal digits of BLAKE2b over the model with sorted
 * names, no blanks and numbers to 17 digits; the tag is keyed. The checksum finds
 * damage; only the tag finds an attacker. Thresholds are what the frames give: a file
 * whose thresholds are not is refused.
 */
#ifndef PHW_AUTH_FINGERPRINT_FILE_H
#define PHW_AUTH_FINGERPRINT_FILE_H

#include <stddef.h>

#include "auth/fingerprint.h"
#include "core/file.h"
#include "core/key.h"
#include "core/status.h"

PHW_BEGIN_C

/** The largest file that is written or read, bytes. */
#define PHW_FINGERPRINT_FILE_MOST ((size_t)64 << 20)

/** Writes a model that has learnt, with a tag when `key` is not NULL. PHW_EARG when it
 * is larger than the most; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_fingerprint_write(phw_writer *w,
                                                      const phw_fingerprint *model,
                                                      const phw_key *key);

/** Reads and learns; given back with phw_fingerprint_free(). Without `key` (NULL) a tag
 * is not looked at. PHW_EINPUT names file, field and what was expected, or that the
 * checksum does not fit; PHW_EAUTH when there is a key and no tag that fits it;
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_fingerprint_read(phw_fingerprint *out,
                                                     const char *path,
                                                     const phw_key *key);

/** The same of `size` bytes in memory. */
PHW_API PHW_MUST_USE phw_status phw_fingerprint_parse(phw_fingerprint *out,
                                                      const void *bytes, size_t size,
                                                      const phw_key *key);

PHW_END_C

#endif
