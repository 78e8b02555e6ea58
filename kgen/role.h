/** @file
 * Which end of a two-party protocol a machine is.
 */
#ifndef PHW_KGEN_ROLE_H
#define PHW_KGEN_ROLE_H

/** The two ends. */
typedef enum phw_role {
    PHW_ALICE = 0, /**< initiator: speaks first; hers is the reference key */
    PHW_BOB        /**< responder: corrects his bits to hers */
} phw_role;

#endif
