/** @file
 * Records of a capture, one by one, become traces: grouped by transmitter and shape,
 * clocks and counters unwrapped, duplicates dropped and counted. Not installed.
 */
#ifndef PHW_DATASETS_IMPORT_BUILDER_H
#define PHW_DATASETS_IMPORT_BUILDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "datasets/import_format.h"

PHW_BEGIN_C

/** The most traces of one file. */
#define PHW_IMPORT_MOST_TRACES 1024

/** What formats tell of a record beside the channel. */
typedef enum phw_import_column {
    PHW_IMPORT_COUNTER = 0, /**< the file's own packet counter, as it stands there */
    PHW_IMPORT_RSSI,        /**< received power, dBm */
    PHW_IMPORT_RSSI_1,      /**< of receiving chain 1, as registered, dB */
    PHW_IMPORT_RSSI_2,
    PHW_IMPORT_RSSI_3,
    PHW_IMPORT_RSSI_4,
    PHW_IMPORT_RSSI_RAW, /**< received power, as registered, dB */
    PHW_IMPORT_NOISE,    /**< noise floor, dBm */
    PHW_IMPORT_AGC,      /**< gain of the receiver, dB */
    PHW_IMPORT_RATE,     /**< the recorder's code of modulation and coding */
    PHW_IMPORT_SNR,      /**< dB */
    PHW_IMPORT_SCALE,    /**< what a count is worth when the noise has power 1 */
    PHW_IMPORT_CFO,      /**< Hz */
    PHW_N_IMPORT_COLUMNS
} phw_import_column;

/** One measurement. Everything is borrowed for the call. */
typedef struct phw_import_record {
    uint64_t offset;     /**< of the record in the file, bytes */
    const char *party;   /**< transmitter; fewer than 48 characters, no '/' */
    const char *shape;   /**< "3x2-20M": what tells this party's traces apart; < 15 */
    const phw_cf *value; /**< n, in the order that phw_import tells */
    const double *coefficient; /**< n offsets, Hz */
    size_t n;                  /**< at least 1 */
    size_t n_antennas;         /**< divides n */
    double carrier_hz;         /**< 0 unknown */
    double bandwidth_hz;       /**< 0 unknown */
    uint64_t clock;            /**< the receiver's, counts modulo 2^clock_bits */
    unsigned clock_bits;       /**< 0: there is no clock; at most 64 */
    double tick_s;             /**< one count of it */
    bool host_clock;           /**< a copy of a record may show another time */
    uint64_t counter;          /**< packet number modulo 2^counter_bits */
    unsigned counter_bits;     /**< 0: there is none; at most 32 */
    bool counts_all;           /**< one counter for all parties: the receiver's */
    double column[PHW_N_IMPORT_COLUMNS]; /**< NaN where the record does not say */
} phw_import_record;

/** Under way. */
typedef struct phw_import_builder phw_import_builder;

/** Starts filling `out` (zeroed but for what skip and note put there), which must
 * outlive it. `origin` is the file's name. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_import_builder_create(phw_import_builder **out,
                                                  phw_import *import,
                                                  const char *origin);

/** Adds a record. One that equals its party's record before in values, counter and
 * clock is a duplicate: skipped. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_import_builder_add(phw_import_builder *b,
                                               const phw_import_record *record);

/** Hands the traces to the import and says in its notes what the sequence numbers are.
 * Numbers are the file's counter, unwrapped; for a party whose counter ever stands
 * still or falls (or that has none) they are the places of its records among all
 * records. PHW_EINPUT when there is no probe; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_import_builder_finish(phw_import_builder *b);

/** Gives back; takes NULL. */
void phw_import_builder_destroy(phw_import_builder *b);

/** A record whose columns say nothing. */
void phw_import_record_clear(phw_import_record *record);

/** Counts what was left out. `reason` is static text. */
void phw_import_skip(phw_import *import, const char *reason, uint64_t offset);

/** Counts what happened to something that was kept. */
void phw_import_event(phw_import *import, const char *reason, uint64_t offset);

/** Adds a note; dropped when there are PHW_IMPORT_REASONS_MAX or it is there already.
 */
PHW_PRINTF(2, 3) void phw_import_note(phw_import *import, const char *format, ...);

PHW_END_C

#endif
