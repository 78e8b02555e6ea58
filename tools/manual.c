#include "tools/manual.h"

#include <string.h>

#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/families.h"

/* A text as it stands, whatever it holds: roff reads a backslash, typesets - ' ` ^ ~ as
 * others, and takes a line for a request that begins with a dot. Groff's names. */
static void plain(FILE *to, const char *text)
{
    static const char *const name[128] = {
        ['\\'] = "\\(rs", ['-'] = "\\-",   ['\''] = "\\(aq", ['`'] = "\\(ga",
        ['^'] = "\\(ha",  ['~'] = "\\(ti", ['.'] = "\\&.",   ['"'] = "\\(dq",
    };
    for (; *text != '\0'; ++text) {
        const unsigned char c = (unsigned char)*text;
        if (c < 128 && name[c] != NULL)
            (void)fputs(name[c], to);
        else
            (void)fputc(c, to);
    }
}

/* A text between two pieces of roff. */
static void framed(FILE *to, const char *before, const char *text, const char *after)
{
    (void)fputs(before, to);
    plain(to, text);
    (void)fputs(after, to);
}

/* An empty line of a table's text begins a paragraph. */
static void paragraphs(FILE *to, const char *text)
{
    const char *end = NULL;
    char line[128];
    for (; *text != '\0'; text = *end == '\0' ? end : end + 1) {
        end = text + strcspn(text, "\n");
        (void)snprintf(line, sizeof line, "%.*s", (int)(end - text), text);
        framed(to, *line == '\0' ? ".PP" : "", line, "\n");
    }
}

/* Lines of an example are indented by two but for the first. */
static void example(FILE *to, const char *text)
{
    char line[256];
    (void)fputs(".SH EXAMPLES\n.nf\n", to);
    while (*text != '\0') {
        const size_t length = strcspn(text, "\n");
        (void)snprintf(line, sizeof line, "%.*s", (int)length, text);
        framed(to, "", line, "\n");
        text += length + strspn(text + length, "\n");
        text += strncmp(text, "  ", 2) == 0 ? 2 : 0;
    }
    (void)fputs(".fi\n", to);
}

/* "phyward-bench-keygen" of "bench keygen". */
static void page_name(FILE *to, const phw_command *command)
{
    (void)fputs("phyward", to);
    if (command == NULL)
        return;
    (void)fputs("\\-", to);
    for (const char *c = command->name; *c != '\0'; ++c)
        (void)fputs(*c == ' ' ? "\\-" : (const char[]){*c, '\0'}, to);
}

static void head(FILE *to, const phw_command *command, const char *summary)
{
    (void)fputs(".TH ", to);
    page_name(to, command);
    (void)fprintf(to, " 1 \"\" \"phyward %s\" \"phyward\"\n.SH NAME\n", PHW_VERSION);
    page_name(to, command);
    framed(to, " \\- ", summary, "\n");
}

static void entries(FILE *to, const char *name)
{
    const phw_family *family = phw_family_find(name);
    phw_family_entry e;
    (void)fputs(".br\n", to);
    for (size_t i = 0; family->entry(&e, i); ++i)
        framed(to, i > 0 ? ", " : "One of ", e.name, "");
    framed(to, "; see \\fBphyward list ", name, "\\fR.\n");
}

static void option(FILE *to, const phw_option *o)
{
    (void)fputs(".TP\n", to);
    if (o->letter != 0)
        (void)fprintf(to, "\\fB\\-%c\\fR, ", o->letter);
    framed(to, "\\fB\\-\\-", o->param.name, "\\fR");
    if (o->kind != PHW_OPTION_FLAG)
        framed(to, " \\fI", phw_option_placeholder(o), "\\fR");
    framed(to, "\n", o->param.summary, "\n");
    char values[PHW_OPTION_VALUES_SIZE];
    phw_option_values(values, o);
    if (*values != '\0')
        framed(to, "(", values, ")\n");
    if (o->family != NULL)
        entries(to, o->family);
}

/* A section of a family's entries, each with what it is. */
static void glossary(FILE *to, const char *name)
{
    const phw_family *family = phw_family_find(name);
    phw_family_entry e;
    framed(to, ".SH \"", family->summary, "\"\n");
    for (size_t i = 0; family->entry(&e, i); ++i) {
        framed(to, ".TP\n.B ", e.name, "\n");
        framed(to, "", e.summary, "\n");
    }
}

static void exit_statuses(FILE *to)
{
    const phw_exit_meaning *m = NULL;
    (void)fputs(".SH \"EXIT STATUS\"\n", to);
    for (size_t i = 0; (m = phw_exit_meaning_at(i)) != NULL; ++i) {
        (void)fprintf(to, ".TP\n.B %d\n", m->status);
        framed(to, "", m->meaning, "\n");
    }
}

static void see_also(FILE *to, const phw_command *command)
{
    (void)fputs(".SH \"SEE ALSO\"\n", to);
    const char *comma = "";
    if (command != NULL) {
        (void)fputs("\\fBphyward\\fR(1)", to);
        comma = ",\n";
    }
    const phw_command *c = NULL;
    for (size_t i = 0; (c = phw_command_at(i)) != NULL; ++i) {
        if (c == command)
            continue;
        (void)fprintf(to, "%s\\fB", comma);
        page_name(to, c);
        (void)fputs("\\fR(1)", to);
        comma = ",\n";
    }
    (void)fputs("\n", to);
}

static void command_page(FILE *to, const phw_command *command)
{
    const phw_positional *p = command->positional;
    size_t n = 0;
    head(to, command, command->summary);
    framed(to, ".SH SYNOPSIS\n\\fBphyward ", command->name, "\\fR");
    for (; n < PHW_POSITIONALS_MAX && p[n].name != NULL; ++n)
        framed(to, p[n].optional ? " [\\fI" : " \\fI", p[n].name,
               p[n].optional ? "\\fR]" : "\\fR");
    (void)fputs(
        command->repeats ? "... [\\fIOPTION\\fR...]\n" : " [\\fIOPTION\\fR...]\n", to);
    (void)fputs(".SH DESCRIPTION\n", to);
    paragraphs(to, command->detail != NULL ? command->detail : command->summary);
    if (n > 0)
        (void)fputs(".SH ARGUMENTS\n", to);
    for (size_t i = 0; i < n; ++i) {
        framed(to, ".TP\n\\fI", p[i].name, "\\fR\n");
        framed(to, "", p[i].summary, "\n");
    }
    (void)fputs(".SH OPTIONS\n", to);
    const phw_option *o = NULL;
    for (size_t i = 0;
         (o = phw_option_at(command->option, command->n_options, i)) != NULL; ++i)
        option(to, o);
    if (command->glossary != NULL)
        glossary(to, command->glossary);
    example(to, command->example);
}

static void overview_page(FILE *to)
{
    head(to, NULL, "physical-layer key generation and security");
    (void)fputs(
        ".SH SYNOPSIS\n"
        "\\fBphyward\\fR \\fICOMMAND\\fR [\\fIARGUMENT\\fR...]\n"
        ".SH DESCRIPTION\n"
        "phyward makes secret keys out of radio channels: it simulates channels,\n"
        "reads recordings, agrees on keys, counts what was disclosed, and\n"
        "measures all of that.\n"
        "Results go to standard output, progress and messages to standard\n"
        "error, keys only into files of mode 0600.\n"
        ".SH COMMANDS\n",
        to);
    const phw_command *c = NULL;
    for (size_t i = 0; (c = phw_command_at(i)) != NULL; ++i) {
        framed(to, ".TP\n\\fBphyward ", c->name, "\\fR\n");
        framed(to, "", c->summary, "\n");
    }
    (void)fputs(".TP\n\\fBphyward help\\fR [\\fICOMMAND\\fR]\n"
                "the commands, or the options of one\n"
                ".TP\n\\fBphyward help \\-\\-man\\fR [\\fICOMMAND\\fR]\n"
                "this page or that of a command, in roff\n"
                ".TP\n\\fBphyward help \\-\\-completion bash\\fR\n"
                "the completion for bash; zsh loads it after \\fBbashcompinit\\fR\n"
                ".TP\n\\fBphyward \\-\\-version\\fR\n"
                "the version\n"
                ".SH VALUES\n"
                "A number may have one SI prefix (p n u m k M G T) and then its unit:\n"
                "20M, 868.3MHz, \\-10dB.\n"
                "A choice by name may set parameters: NAME:PARAMETER=VALUE:...;\n"
                "\\fBphyward list\\fR has all names and parameters.\n",
                to);
}

void phw_manual_write(FILE *to, const phw_command *command)
{
    if (command != NULL)
        command_page(to, command);
    else
        overview_page(to);
    exit_statuses(to);
    (void)fputs(".SH ENVIRONMENT\n.TP\n.B NO_COLOR\n"
                "when set and not empty, the progress bar has no colours\n",
                to);
    see_also(to, command);
}
