/** @file
 * The families of things that users choose by name, in one form, whatever folder they
 * come from.
 */
#ifndef PHW_TOOLS_FAMILIES_H
#define PHW_TOOLS_FAMILIES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/param.h"

/** A number that an entry's table gives, or (text not NULL) a word. */
typedef struct phw_family_fact {
    const char *name; /**< the JSON field */
    const char *text;
    double value;
} phw_family_fact;

#define PHW_FAMILY_FACTS_MAX 8

/** One entry of a family. */
typedef struct phw_family_entry {
    const char *name;
    const char *summary;
    const char *reference;   /**< NULL when there is none */
    const phw_param *params; /**< n_params of them */
    size_t n_params;
    phw_family_fact fact[PHW_FAMILY_FACTS_MAX]; /**< n_facts of them */
    size_t n_facts;
} phw_family_entry;

/** One family. */
typedef struct phw_family {
    const char *name;    /**< as in `phyward list NAME` */
    const char *summary; /**< one line */
    /** Entry `i`, false past the last. */
    bool (*entry)(phw_family_entry *out, size_t i);
    const char *note; /**< what to know of all of them, or NULL */
} phw_family;

/** Family `i`, NULL past the last. */
const phw_family *phw_family_at(size_t i);

/** The family of that name, NULL when there is none. */
const phw_family *phw_family_find(const char *name);

#endif
