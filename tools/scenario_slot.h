/** @file
 * Where a value of a scenario lies, found by its dotted path: reading, setting, help
 * and writing all go through here.
 */
#ifndef PHW_TOOLS_SCENARIO_SLOT_H
#define PHW_TOOLS_SCENARIO_SLOT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/file.h"
#include "core/status.h"
#include "tools/scenario_data.h"

/** Keys of the file that belong to no section, texts first. */
#define PHW_N_SCENARIO_TOP (PHW_N_SCENARIO_TEXTS + PHW_N_SCENARIO_KEYS)

/** One value's place; pointers into the scenario. */
typedef struct phw_scenario_slot {
    const char *path; /**< as it was looked for, borrowed; or the key's name alone */
    const phw_param *param; /**< of a text its name and summary alone */
    phw_scenario_field_kind kind;
    double *value; /**< of a number or a vector */
    char *text;    /**< of a text */
    size_t size;   /**< bytes of that, its end included */
    bool *given;   /**< or NULL */
    int *line;
} phw_scenario_slot;

/** The place of top-level key i < PHW_N_SCENARIO_TOP. */
void phw_scenario_slot_top(phw_scenario_slot *out, phw_scenario *s, size_t i);

/** The place of field i of an entry. */
void phw_scenario_slot_field(phw_scenario_slot *out, phw_scenario_item *item, size_t i);

/** The place of a path; an entry that is not there is made. A path that ends at an
 * entry ("nodes.bob") makes it, and leaves `out->param` NULL. PHW_EARG says what is
 * unknown and what was probably meant. */
PHW_MUST_USE phw_status phw_scenario_slot_find(phw_scenario_slot *out, phw_scenario *s,
                                               const char *path, int line);

/** Reads a text into it. PHW_EARG begins with its path. */
PHW_MUST_USE phw_status phw_scenario_slot_set(const phw_scenario_slot *slot,
                                              const char *text);

/** What it takes: "-30 to 80 dB", "one of coefficients, iq", "a text". */
void phw_scenario_slot_expected(char *text, size_t size, const phw_scenario_slot *slot);

/** Writes "name: value", so that it reads back as the same. */
void phw_scenario_slot_write(phw_writer *w, const phw_scenario_slot *slot);

#endif
