#include "tools/completion.h"

#include <stdbool.h>
#include <string.h>

#include "tools/commands.h"
#include "tools/families.h"

/* What does not depend on the tables. The functions before it set `words` and `files`,
 * which are local here. bash hands over "--option=value" as three words. */
static const char script[] =
    "_phyward()\n"
    "{\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
    "    local at=1 command words='' files='' IFS=$' \\t\\n'\n"
    "    COMPREPLY=()\n"
    "    if [ \"${COMP_WORDS[1]}\" = help ] && [ \"$COMP_CWORD\" -gt 1 ]; then\n"
    "        at=2\n"
    "        [ \"${COMP_WORDS[2]}\" = --man ] && [ \"$COMP_CWORD\" -gt 2 ] && at=3\n"
    "    fi\n"
    "    command=${COMP_WORDS[at]}\n"
    "    if [ \"$COMP_CWORD\" -eq \"$at\" ]; then\n"
    "        _phyward_first\n"
    "        [ \"$at\" -eq 1 ] && words=\"$words help --help --version\"\n"
    "        [ \"$at\" -eq 2 ] && words=\"$words --man --completion\"\n"
    "    elif [ \"$prev\" = --completion ] && [ \"$at\" -eq 2 ]; then\n"
    "        words=bash\n"
    "    elif _phyward_second \"$command\" && [ $((COMP_CWORD - at)) -eq 1 ]; then\n"
    "        :\n"
    "    elif [ \"$at\" -gt 1 ]; then\n"
    "        words=''\n"
    "    else\n"
    "        [ -n \"$words\" ] && command=\"$command ${COMP_WORDS[2]}\"\n"
    "        words=''\n"
    "        _phyward_argument\n"
    "    fi\n"
    "    if [ -n \"$files\" ]; then\n"
    "        compopt -o default 2>/dev/null && return\n"
    "        IFS=$'\\n'\n"
    "        COMPREPLY=($(compgen -f -- \"$cur\"))\n"
    "        return\n"
    "    fi\n"
    "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
    "    case ${COMPREPLY[0]-} in *=) compopt -o nospace 2>/dev/null ;; esac\n"
    "    return 0\n"
    "}\n"
    "\n"
    "_phyward_argument()\n"
    "{\n"
    "    if [ \"$cur\" = = ]; then\n"
    "        cur=''\n"
    "        _phyward_value \"$command\" \"$prev\"\n"
    "    elif [ \"$prev\" = = ]; then\n"
    "        _phyward_value \"$command\" \"${COMP_WORDS[COMP_CWORD-2]}\"\n"
    "    elif [ \"$prev\" = : ] || [ \"$cur\" = : ]; then\n"
    "        :\n"
    "    elif _phyward_value \"$command\" \"$prev\"; then\n"
    "        :\n"
    "    else\n"
    "        case $cur in\n"
    "        -*) _phyward_option \"$command\" ;;\n"
    "        *) _phyward_positional \"$command\" ;;\n"
    "        esac\n"
    "    fi\n"
    "}\n"
    "\n"
    "complete -F _phyward phyward\n";

static int first_length(const phw_command *c)
{
    return (int)strcspn(c->name, " ");
}

/* Whether no command before `i` begins with the same word. */
static bool begins(size_t i)
{
    const phw_command *c = phw_command_at(i);
    const size_t n = (size_t)first_length(c);
    for (size_t k = 0; k < i; ++k) {
        const phw_command *other = phw_command_at(k);
        if (strncmp(other->name, c->name, n) == 0 && (size_t)first_length(other) == n)
            return false;
    }
    return true;
}

static void write_first(FILE *to)
{
    (void)fputs("_phyward_first()\n{\n    words='", to);
    const phw_command *c = NULL;
    for (size_t i = 0; (c = phw_command_at(i)) != NULL; ++i) {
        if (begins(i))
            (void)fprintf(to, "%s%.*s", i > 0 ? " " : "", first_length(c), c->name);
    }
    (void)fputs("'\n}\n\n", to);
}

/* One case for all that begin with a word: as many as come together. */
static void write_second(FILE *to)
{
    (void)fputs("_phyward_second()\n{\n    case $1 in\n", to);
    const phw_command *c = NULL;
    for (size_t i = 0; (c = phw_command_at(i)) != NULL; ++i) {
        const int n = first_length(c);
        if (c->name[n] == '\0' || !begins(i))
            continue;
        (void)fprintf(to, "    %.*s) words='", n, c->name);
        const phw_command *other = NULL;
        for (size_t k = i; (other = phw_command_at(k)) != NULL; ++k) {
            if (strncmp(other->name, c->name, (size_t)n + 1) == 0)
                (void)fprintf(to, "%s%s", k > i ? " " : "", other->name + n + 1);
        }
        (void)fputs("' ;;\n", to);
    }
    (void)fputs("    *) return 1 ;;\n    esac\n}\n\n", to);
}

/* A list's option takes NAME=VALUE. */
static void write_entries(FILE *to, const phw_option *o)
{
    const phw_family *family = phw_family_find(o->family);
    phw_family_entry e;
    for (size_t i = 0; family->entry(&e, i); ++i)
        (void)fprintf(to, "%s%s%s", i > 0 ? " " : "", e.name,
                      o->kind == PHW_OPTION_LIST ? "=" : "");
}

static void write_value(FILE *to, const phw_command *c, const phw_option *o)
{
    if (o->kind == PHW_OPTION_FLAG)
        return;
    (void)fprintf(to, "    '%s --%s'", c->name, o->param.name);
    if (o->letter != 0)
        (void)fprintf(to, " | '%s -%c'", c->name, o->letter);
    (void)fputs(")", to);
    if (o->param.choice != NULL || o->family != NULL) {
        (void)fputs(" words='", to);
        if (o->family != NULL)
            write_entries(to, o);
        for (size_t i = 0; o->param.choice != NULL && o->param.choice[i] != NULL; ++i)
            (void)fprintf(to, "%s%s", i > 0 ? " " : "", o->param.choice[i]);
        (void)fputs("'", to);
    } else if (o->kind != PHW_OPTION_NUMBER) {
        (void)fputs(" files=yes", to);
    }
    (void)fputs(" ;;\n", to);
}

static const phw_option *option_at(const phw_command *c, size_t i)
{
    return phw_option_at(c->option, c->n_options, i);
}

static void write_values(FILE *to)
{
    (void)fputs("_phyward_value()\n{\n    case \"$1 $2\" in\n", to);
    const phw_command *c = NULL;
    for (size_t i = 0; (c = phw_command_at(i)) != NULL; ++i) {
        const phw_option *o = NULL;
        for (size_t k = 0; (o = option_at(c, k)) != NULL; ++k)
            write_value(to, c, o);
    }
    (void)fputs("    *) return 1 ;;\n    esac\n}\n\n", to);
}

static void write_options(FILE *to)
{
    (void)fputs("_phyward_option()\n{\n    case $1 in\n", to);
    const phw_command *c = NULL;
    for (size_t i = 0; (c = phw_command_at(i)) != NULL; ++i) {
        (void)fprintf(to, "    '%s') words='", c->name);
        const phw_option *o = NULL;
        for (size_t k = 0; (o = option_at(c, k)) != NULL; ++k)
            (void)fprintf(to, "%s--%s", k > 0 ? " " : "", o->param.name);
        (void)fputs("' ;;\n", to);
    }
    (void)fputs("    esac\n}\n\n", to);
}

static void write_positionals(FILE *to)
{
    (void)fputs("_phyward_positional()\n{\n    case $1 in\n", to);
    const phw_command *c = NULL;
    for (size_t i = 0; (c = phw_command_at(i)) != NULL; ++i) {
        if (c->positional[0].name == NULL)
            continue;
        (void)fprintf(to, "    '%s') ", c->name);
        const phw_family *f = NULL;
        for (size_t k = 0; c->takes_family && (f = phw_family_at(k)) != NULL; ++k)
            (void)fprintf(to, "%s%s", k > 0 ? " " : "words='", f->name);
        (void)fputs(c->takes_family ? "' ;;\n" : "files=yes ;;\n", to);
    }
    (void)fputs("    esac\n}\n\n", to);
}

void phw_completion_write(FILE *to)
{
    (void)fprintf(
        to,
        "# Completion of phyward %s for bash, made of its option tables.\n"
        "# In zsh: autoload -U bashcompinit && bashcompinit, then source it.\n"
        "\n",
        PHW_VERSION);
    write_first(to);
    write_second(to);
    write_values(to);
    write_options(to);
    write_positionals(to);
    (void)fputs(script, to);
}
