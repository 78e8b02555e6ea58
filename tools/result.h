/** @file
 * What a command found: fields with names and units, printed as one JSON object or as
 * lines for people.
 */
#ifndef PHW_TOOLS_RESULT_H
#define PHW_TOOLS_RESULT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/status.h"
#include "tools/option.h"

struct json_t;

/** Fields in the order they were added. Errors of memory stick until
 * phw_result_print(). */
typedef struct phw_result phw_result;

/** An empty result. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_result_create(phw_result **out);

/** Takes NULL. */
void phw_result_destroy(phw_result *r);

/** A number; NaN and infinity are JSON's null and people's "unknown". `label` is what
 * people read, or NULL for a field that only JSON has. */
void phw_result_number(phw_result *r, const char *name, const char *label,
                       const char *unit, double value);

/** A whole number. */
void phw_result_count(phw_result *r, const char *name, const char *label,
                      const char *unit, uint64_t value);

/** A text, as phw_printable() has it; NULL is JSON's null and is left out for people.
 */
void phw_result_text(phw_result *r, const char *name, const char *label,
                     const char *text);

/** Yes or no. */
void phw_result_flag(phw_result *r, const char *name, const char *label, bool value);

/** A confidence interval, [low, high] in JSON. */
void phw_result_interval(phw_result *r, const char *name, const char *label,
                         const char *unit, double low, double high);

/** Any JSON value, taken over (also NULL: no memory). An array of objects with a label
 * is a table for people, its columns the objects' names in their order. */
void phw_result_json(phw_result *r, const char *name, const char *label,
                     struct json_t *value);

/** Prints to stdout: with --json the one object, with "version" and (unless it has one)
 * "seed": null; else lines. PHW_EIO, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_result_print(const phw_result *r,
                                         const phw_arguments *arguments);

/** A field as people read it, into `text`: "5.18 GHz". False past the last and for
 * fields without a label. For reports. */
bool phw_result_field(const phw_result *r, size_t i, const char **label, char *text,
                      size_t size);

/** The table of field `i`, an array of objects whose names in order are the columns;
 * NULL past the last, for other fields, for those without a label and for empty ones.
 * Stays the result's. */
const struct json_t *phw_result_table(const phw_result *r, size_t i,
                                      const char **label);

/** A value of a table as people read it. */
void phw_result_cell(char *text, size_t size, const struct json_t *value);

/** All of it as one JSON object, the caller's; NULL without memory. */
struct json_t *phw_result_copy(const phw_result *r);

/** How many fields there are, tables and JSON's own included. */
size_t phw_result_n_fields(const phw_result *r);

/** A value with its unit and an SI prefix where the unit takes one: "20 MHz". */
void phw_result_format(char *text, size_t size, double value, const char *unit);

#endif
