/** @file
 * One verb of `phyward`: what its help says, what it takes and what it does.
 */
#ifndef PHW_TOOLS_COMMAND_H
#define PHW_TOOLS_COMMAND_H

#include "core/status.h"
#include "tools/option.h"

/** Positional arguments that one command may have. */
#define PHW_POSITIONALS_MAX 4

/** A command's entry in the table. */
typedef struct phw_command {
    const char *name;    /**< "keygen", or two words: "bench keygen" */
    const char *summary; /**< one line */
    const char
        *detail; /**< a paragraph or more, lines of at most 80 columns, or NULL */
    const char *example; /**< command lines that work from the source root, each but
                              the first after "\n  " */
    const phw_option *option;
    size_t n_options;
    phw_positional positional[PHW_POSITIONALS_MAX]; /**< up to the first without name */
    bool repeats;         /**< the last positional may be given as often as wanted */
    const char *glossary; /**< family whose entries its page explains, or NULL */
    bool takes_family;    /**< what is positional names a family, not files */
    /** Does the work: results on stdout, nothing half-written on failure. */
    phw_status (*run)(const phw_arguments *arguments);
} phw_command;

#endif
