/** @file
 * The first message of either end: its part, how it authenticates, and how it is
 * configured, as a digest and, so that a mismatch can be named, option by option.
 *
 * Nobody vouches for it. What counts is compared again by the agreement's hellos; a
 * forged preface makes the ends part, as a cut line would.
 */
#ifndef PHW_TOOLS_PREFACE_H
#define PHW_TOOLS_PREFACE_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/agreement_config.h"
#include "kgen/message.h"
#include "kgen/role.h"
#include "tools/option.h"

/** Most bytes of the frame. */
#define PHW_PREFACE_SIZE_MAX 8192

/** Most characters of an option's name and of its value, the ending 0 included; longer
 * values are cut. */
#define PHW_PREFACE_NAME_SIZE  32
#define PHW_PREFACE_VALUE_SIZE 128

/** How one end is configured. */
typedef struct phw_preface {
    phw_role role;
    char authentication[PHW_PREFACE_NAME_SIZE]; /**< "psk", ... */
    uint8_t digest[PHW_AGREEMENT_DIGEST_SIZE];
    size_t size; /**< bytes of the frame that it came in */

    struct {
        char name[PHW_PREFACE_NAME_SIZE];
        char value[PHW_PREFACE_VALUE_SIZE];
    } option[PHW_OPTIONS_MAX]; /**< of the command's, those that both ends share */

    size_t n;
} phw_preface;

/** This end's. */
void phw_preface_make(phw_preface *out, phw_role role, const char *authentication,
                      const phw_agreement_config *config,
                      const phw_arguments *arguments);

/** The frame. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_preface_write(phw_message *out, const phw_preface *preface);

/** The peer's; its texts hold printable characters only. PHW_EPEER for what is none. */
PHW_MUST_USE phw_status phw_preface_read(phw_preface *out, const phw_message *frame);

/** PHW_EPEER when the two can't agree on a key: names what differs and what to do. */
PHW_MUST_USE phw_status phw_preface_compare(const phw_preface *own,
                                            const phw_preface *theirs);

#endif
