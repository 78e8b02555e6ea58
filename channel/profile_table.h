/** @file
 * A power delay profile that is a table of delays and powers: what the standard tables
 * have in common.
 */
#ifndef PHW_CHANNEL_PROFILE_TABLE_H
#define PHW_CHANNEL_PROFILE_TABLE_H

#include "channel/profile.h"
#include "core/param.h"

PHW_BEGIN_C

/** A tap. */
typedef struct phw_profile_row {
    double delay;    /**< in units of the RMS delay spread, or ns if not scalable */
    double power_db; /**< mean power */
} phw_profile_row;

/** A table's rows and their number, as the fields of an entry. */
#define PHW_PROFILE_TABLE(rows) \
    .table = (rows), .n_rows = sizeof(rows) / sizeof(rows)[0]

/** The `taps` of an entry whose table is of phw_profile_row. All taps scatter with
 * Clarke's spectrum. */
PHW_API void phw_profile_table_taps(phw_taps *out, const phw_profile *self,
                                    double delay_spread_s, const phw_params *params);

/** The share K / (K + 1) of Rice's factor in dB. */
PHW_API double phw_profile_steady(double k_db);

/** The parameter that sets the first tap's Rice factor, with its default. */
#define PHW_PROFILE_K_DB(preset_db)                                               \
    {                                                                             \
        .name = "k_db", .unit = "dB",                                             \
        .summary = "Rice factor of the first tap; not in the tables", .min = -40, \
        .max = 60, .preset = (preset_db)                                          \
    }

PHW_END_C

#endif
