/** @file
 * Who sent each frame of a capture: what the frames say themselves, and for
 * acknowledgements, which name their receiver alone, what follows from the others.
 *
 * The rules, in this order; what they leave open stays unknown:
 * - own: the frame's check is right and it names its transmitter.
 * - claimed: its check is wrong, but the transmitter that it names was named by a frame
 *   whose check is right, and no address named by one differs in one or two bits: what
 *   is damaged elsewhere does not turn one station's address into another's.
 * - answer: an ACK that follows a frame for which one is sent, or a CTS that follows an
 *   RTS, after no more than a short pause, comes from that frame's receiver, when it
 *   goes to that frame's transmitter (IEEE Std 802.11-2020, 10.3.2.11 and 10.3.2.9).
 * - partner: an ACK whose receiver exchanged frames, as the right checks tell, with one
 *   station alone comes from that. (A CTS may be sent to oneself, so it needs an RTS.)
 *
 * Group addresses stand for nobody in particular: who is sent to as one is no partner.
 */
#ifndef PHW_PHY_MAC_DIALOGUE_H
#define PHW_PHY_MAC_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "phy/mac_header.h"

PHW_BEGIN_C

/** How a sender is known. */
typedef enum phw_mac_evidence {
    PHW_MAC_UNKNOWN = 0, /**< it is not */
    PHW_MAC_OWN,
    PHW_MAC_CLAIMED,
    PHW_MAC_ANSWER,
    PHW_MAC_PARTNER,
    PHW_N_MAC_EVIDENCES
} phw_mac_evidence;

/** "unknown", "own", "claimed", "answer", "partner". */
PHW_API const char *phw_mac_evidence_name(phw_mac_evidence evidence);

/** A frame of the capture. */
typedef struct phw_mac_turn {
    double start_s;        /**< where its preamble begins */
    double end_s;          /**< where its last symbol ends */
    bool has_header;       /**< `header` was read, whether or not the check is right */
    bool check;            /**< the frame check sequence is right */
    phw_mac_header header; /**< when has_header */
} phw_mac_turn;

/** Its sender. */
typedef struct phw_mac_sender {
    phw_mac_evidence evidence;
    /** Without the group bit, by which some frames tell their bandwidth; 0 when
     * unknown. */
    uint8_t address[PHW_MAC_N_ADDRESS];
} phw_mac_sender;

/** The longest pause before an answer that is still one, in a channel of 20 MHz: 16 us
 * (with 6 us of signal extension at 2.4 GHz the same), a slot of 9 us, and what the
 * start of a frame is found late or early. Twice that at 10 MHz, four times at 5 MHz.
 */
#define PHW_MAC_ANSWER_S 30e-6

/** The senders of `n` frames in the order of time, whose answers begin at most
 * `answer_s` after the frame before them ends (and at most 2 us before). Time grows as
 * n log n. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_mac_dialogue_senders(phw_mac_sender *sender,
                                                         const phw_mac_turn *turn,
                                                         size_t n, double answer_s);

PHW_END_C

#endif
