/** @file
 * The one option layer: a command's table of what it takes, and what the user gave.
 * tools/arguments.h makes the parsing, the checks, the help and the errors of it.
 */
#ifndef PHW_TOOLS_OPTION_H
#define PHW_TOOLS_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/status.h"

/** Most options of one command, and most values of its list options together. */
#define PHW_OPTIONS_MAX     40
#define PHW_OPTION_LIST_MAX 64

/** Room for what phw_option_values() says. */
#define PHW_OPTION_VALUES_SIZE 256

/** What an option takes. */
typedef enum phw_option_kind {
    PHW_OPTION_FLAG = 0, /**< nothing */
    PHW_OPTION_NUMBER,   /**< a number with unit and range, or a word of `choice` */
    PHW_OPTION_TEXT,     /**< any text; an entry of a registry; a file */
    PHW_OPTION_LIST      /**< as TEXT, and may be given again */
} phw_option_kind;

/** What a text option's value is to the run, if a file. */
typedef enum phw_option_file {
    PHW_OPTION_NO_FILE = 0,
    PHW_OPTION_READS,           /**< an input */
    PHW_OPTION_READS_KEY,       /**< a key; the records of its frames stand beside it */
    PHW_OPTION_WRITES,          /**< an output: never an input's or another's file */
    PHW_OPTION_WRITES_RECORDING /**< an output that is a SigMF pair */
} phw_option_file;

/** One option. */
typedef struct phw_option {
    phw_param param; /**< name (without the dashes), unit, summary, range, default */
    phw_option_kind kind;
    char letter;             /**< of the short form, or 0 */
    bool no_preset;          /**< NUMBER: not set unless given; help shows no default */
    bool is_exponent;        /**< NUMBER: N may be given as 2^-N too */
    const char *also;        /**< another name that does the same, or NULL */
    const char *placeholder; /**< what the help calls the value: "FILE", "HZ" */
    const char *text_preset; /**< TEXT: the default, or NULL for none */
    const char *family;      /**< of the entries that the value names; or NULL */
    phw_option_file file;    /**< TEXT and LIST: whether it names a file */
} phw_option;

/** A file or name that stands without dashes. */
typedef struct phw_positional {
    const char *name;    /**< "ALICE" */
    const char *summary; /**< one line */
    bool optional;
} phw_positional;

/** What the user gave, in the order of the table. Points into argv and the table. */
typedef struct phw_arguments {
    const phw_option *option;
    size_t n_options;

    struct {
        bool given;
        double number;
        const char *text;
    } value[PHW_OPTIONS_MAX];

    const char *list[PHW_OPTION_LIST_MAX];   /**< in the order of the command line */
    size_t list_option[PHW_OPTION_LIST_MAX]; /**< whose value it is, by the table */
    size_t n_list;
    char *const *positional;
    size_t n_positional;
} phw_arguments;

/** Option `i` of a table of `n` followed by what every command has (--json, --quiet,
 * --help); NULL past the last. */
const phw_option *phw_option_at(const phw_option *table, size_t n, size_t i);

/** The place of a name in that order, SIZE_MAX when it is not there. */
size_t phw_option_find(const phw_option *table, size_t n, const char *name);

/** What the help and the manual call the option's value. */
const char *phw_option_placeholder(const phw_option *o);

/** Says what values there are: "1 to 256 s; default 1 s", "one of a, b; default a",
 * "default cdf"; nothing where any goes. */
void phw_option_values(char out[PHW_OPTION_VALUES_SIZE], const phw_option *o);

/** Gives option `i` of the table (no LIST) a text, as if the user had: a NUMBER's is
 * read. PHW_EARG names the option. */
PHW_MUST_USE phw_status phw_argument_set(phw_arguments *inout, size_t i,
                                         const char *text);

/** Whether the option was given; `name` is in the table (asserted, as below). */
bool phw_argument_given(const phw_arguments *a, const char *name);

/** A flag is as phw_argument_given(). A number, given or default; an index when it is a
 * choice. */
double phw_argument_number(const phw_arguments *a, const char *name);

/** A text, given or default; NULL when neither. */
const char *phw_argument_text(const phw_arguments *a, const char *name);

/** Value `i` of a LIST, in the order of the command line; NULL past the last. */
const char *phw_argument_item(const phw_arguments *a, const char *name, size_t i);

/** A whole number as such; from 0 to 2^53. */
uint64_t phw_argument_count(const phw_arguments *a, const char *name);

/** The positional argument `i`, NULL when it was not given. */
const char *phw_argument_positional(const phw_arguments *a, size_t i);

#endif
