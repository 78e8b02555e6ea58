/** @file
 * Automatic gain control that works in steps, as a receiver's register does: it
 * measures the power over a window and then changes the gain of the samples that
 * follow.
 */
#ifndef PHW_CHANNEL_GAIN_CONTROL_H
#define PHW_CHANNEL_GAIN_CONTROL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Told of each change, for a receiver's log: the first sample (counted from the start
 * of the stream) that has the new gain. */
typedef void (*phw_gain_log)(void *context, uint64_t sample, double gain_db);

/** Zeroed: off, the gain is 0 dB for good. */
typedef struct phw_gain_control_config {
    bool on;
    double target_db;   /**< mean power aimed at, over 1; -120..60 */
    double step_db;     /**< of the gain, 0.01..20; 0: 1 */
    double attack_db;   /**< most change after one window, at least a step; 0: 10 */
    double gain_min_db; /**< least gain, -200..200 */
    double gain_max_db; /**< greatest gain; with gain_min_db both 0: -200 and 200 */
    double gain_db;     /**< at the start of a stream, within the range */
    size_t window;      /**< samples of a measurement, 1..2^20; 0: 64 */
    phw_gain_log log;   /**< or NULL */
    void *context;      /**< of `log` */
} phw_gain_control_config;

/** A plain value; the fields are the machine's own. */
typedef struct phw_gain_control {
    phw_gain_control_config config;
    double power;   /**< summed over the window so far */
    double gain_db; /**< at work now */
    uint64_t n;     /**< samples since the start */
} phw_gain_control;

/** PHW_EARG names the field. */
PHW_API PHW_MUST_USE phw_status
phw_gain_control_init(phw_gain_control *out, const phw_gain_control_config *config);

/** Back to the start of a stream: its first gain, no sample measured. */
PHW_API void phw_gain_control_reset(phw_gain_control *control);

/** Scales the next n samples. Windows follow each other from the start of the stream,
 * so the same samples come out for every division into blocks. A window whose power is
 * within half a step of the target changes nothing, nor does silence. */
PHW_API void phw_gain_control_run(phw_gain_control *control, phw_cf *inout, size_t n);

PHW_END_C

#endif
