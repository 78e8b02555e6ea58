/** @file
 * The symbols after a frame's training, one by one: carriers with the frame's offset,
 * the pilots' phase and the clocks' drift taken off.
 */
#ifndef PHW_PHY_WIFI_SYMBOLS_H
#define PHW_PHY_WIFI_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "phy/pilot_tracker.h"
#include "phy/wifi_carriers.h"
#include "phy/wifi_frame.h"

PHW_BEGIN_C

/** Opaque: plans and tables, and where in a frame it is; for one thread. */
typedef struct phw_wifi_symbols phw_wifi_symbols;

/** Samples at `bandwidth_hz`, as phw_ofdm_spacing() takes it (PHW_EARG). PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_wifi_symbols_create(phw_wifi_symbols **out,
                                                        double bandwidth_hz);

/** Takes NULL. */
PHW_API void phw_wifi_symbols_destroy(phw_wifi_symbols *s);

/** Begins a frame: the channel is that of its legacy training, the next symbol SIGNAL.
 * `at` points to the first long training symbol with PHW_WIFI_FRAME_BEFORE samples
 * before and `n` from it on readable, as long as this frame's symbols are asked for. */
PHW_API void phw_wifi_symbols_start(phw_wifi_symbols *s, const phw_cf *at, size_t n,
                                    const phw_wifi_frame *frame);

/** Whether the samples of the next symbol, its guard interval `n_guard` long, are all
 * there. */
PHW_API bool phw_wifi_symbols_has(const phw_wifi_symbols *s, size_t n_guard);

/** Reads the next symbol, whose pilots are `pilot` (their values, +1 or -1, in the
 * order of the carriers): matched[i] is carrier i times conj(h), the phase taken off,
 * and stays the object's until the next call. phw_wifi_symbols_has() must hold. */
PHW_API const phw_cf *phw_wifi_symbols_read(phw_wifi_symbols *s, size_t n_guard,
                                            const int pilot[PHW_OFDM_N_PILOTS]);

/** |h|^2 of every carrier: matched / gain is the equalised point. */
PHW_API const float *phw_wifi_symbols_gain(const phw_wifi_symbols *s);

/** The legacy carriers, or the HT ones after phw_wifi_symbols_train(). */
PHW_API const phw_wifi_carriers *phw_wifi_symbols_carriers(const phw_wifi_symbols *s);

/** The symbol read last was one whose points are known now: `point` on its data
 * carriers, of power 1, the pilots as they were read. It tells phase and frequency, as
 * pilots do, and refines the channel, as the third training symbol: its error falls
 * from 1/2 to 1/3 of a carrier's noise. To be called once, for SIGNAL. */
PHW_API void phw_wifi_symbols_learn(phw_wifi_symbols *s, const phw_cf *point);

/** Leaves out `n` samples: short training of later formats. */
PHW_API void phw_wifi_symbols_skip(phw_wifi_symbols *s, size_t n);

/** The next symbol is HT long training of one stream: the channel is what it says, on
 * 56 carriers, from here on; smoothed where HT-SIG allows it. phw_wifi_symbols_has(s,
 * PHW_OFDM_N_GUARD) must hold. */
PHW_API void phw_wifi_symbols_train(phw_wifi_symbols *s, bool smooth);

/** The clocks' difference so far, receiver's less sender's, in parts of 1e6. */
PHW_API double phw_wifi_symbols_clock_ppm(const phw_wifi_symbols *s);

PHW_END_C

#endif
