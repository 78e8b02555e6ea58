/** @file
 * A whole recording in memory, and what of an uplink is in it: Mode S messages
 * (Manchester code) or EPC Gen2 replies (FM0), as an ordinary receiver finds them.
 */
#ifndef PHW_TOOLS_UPLINK_SAMPLES_H
#define PHW_TOOLS_UPLINK_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/signal.h"
#include "core/status.h"
#include "datasets/recordings.h"
#include "phy/epc_reply.h"
#include "phy/half_bits.h"
#include "phy/line_code.h"
#include "tools/option.h"

/** Most samples of a recording that is protected. */
#define PHW_UPLINK_SAMPLES_MAX ((uint64_t)1 << 27)

/** What is looked for. */
typedef enum phw_uplink_kind {
    PHW_UPLINK_MODE_S = 0,
    PHW_UPLINK_EPC,
    PHW_N_UPLINK_KINDS
} phw_uplink_kind;

/** "mode-s", "epc". */
const char *phw_uplink_kind_name(phw_uplink_kind kind);

/** The kind of that name; PHW_EARG. */
PHW_MUST_USE phw_status phw_uplink_kind_find(phw_uplink_kind *out, const char *name);

/** A recording. A zeroed one may be freed. */
typedef struct phw_uplink_samples {
    phw_recording *recording; /**< open, for what is known of it */
    const phw_recording_meta *meta;
    phw_signal signal;
    bool is_real; /**< magnitudes: imaginary parts are 0 */
} phw_uplink_samples;

/** Reads all of a recording and checks its checksum; `options` may be NULL.
 * PHW_EINPUT, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_uplink_samples_read(phw_uplink_samples *out,
                                                const char *path,
                                                const phw_recording_options *options);

/** Gives back; the struct is zero afterwards. */
void phw_uplink_samples_free(phw_uplink_samples *s);

/** One message or reply. */
typedef struct phw_uplink_message {
    uint64_t from; /**< first sample that any of it reaches */
    uint64_t to;   /**< first after the last such */
    const phw_line_code *code;
    phw_half_bit_clock clock;          /**< half bit 0 is the first data bit's first */
    size_t n_bits;                     /**< without FM0's dummy */
    uint8_t bit[PHW_EPC_BITS_MAX + 1]; /**< with it */
    bool crc_ok;
    const char *fault; /**< why not, or NULL */
    double snr_db;
    double blf_hz; /**< of an EPC reply, else 0 */
} phw_uplink_message;

/** All of them, in the order of their starts; a zeroed one may be freed. */
typedef struct phw_uplink_messages {
    phw_uplink_message *message;
    size_t n;
    size_t n_good; /**< with a good CRC */
} phw_uplink_messages;

/** Where tags' link frequencies are looked for, Hz. */
typedef struct phw_uplink_search {
    phw_uplink_kind kind;
    double blf_low_hz;
    double blf_high_hz;
} phw_uplink_search;

/** Finds them. Mode S needs 2 MS/s (PHW_EINPUT); PHW_EARG for link frequencies out of
 * range; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_uplink_find(phw_uplink_messages *out,
                                        const phw_uplink_samples *samples,
                                        const phw_uplink_search *search);

/** Gives back; the struct is zero afterwards. */
void phw_uplink_messages_free(phw_uplink_messages *m);

/** The bits as hexadecimal text, out[size] with size > n_bits / 4 + 1. */
void phw_uplink_message_hex(char *out, size_t size, const phw_uplink_message *m);

#endif
