#include "tools/arguments.h"

#include <assert.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "tools/overlap.h"
#include "tools/suggest.h"
#include "tools/wrap.h"

#define LONG_OFFSET 256
#define HELP_COLUMN 33

static const phw_option *option_at(const phw_command *command, size_t i)
{
    return phw_option_at(command->option, command->n_options, i);
}

static void set_up(struct option *long_form, char *short_form,
                   const phw_command *command)
{
    size_t n = 0;
    *short_form++ = ':';
    const phw_option *o = NULL;
    for (size_t i = 0; (o = option_at(command, i)) != NULL; ++i) {
        const int takes = o->kind == PHW_OPTION_FLAG ? no_argument : required_argument;
        const int answer = LONG_OFFSET + (int)i;
        long_form[n++] = (struct option){o->param.name, takes, NULL, answer};
        if (o->also != NULL)
            long_form[n++] = (struct option){o->also, takes, NULL, answer};
        if (o->letter == 0)
            continue;
        *short_form++ = o->letter;
        if (takes == required_argument)
            *short_form++ = ':';
    }
    long_form[n] = (struct option){0};
    *short_form = '\0';
}

static void preset(phw_arguments *a, const phw_command *command)
{
    *a = (phw_arguments){.option = command->option, .n_options = command->n_options};
    for (size_t i = 0; i < command->n_options; ++i) {
        a->value[i].number = command->option[i].param.preset;
        a->value[i].text = command->option[i].text_preset;
    }
}

static size_t index_of(int letter, const phw_command *command)
{
    if (letter >= LONG_OFFSET)
        return (size_t)(letter - LONG_OFFSET);
    size_t i = 0;
    while (option_at(command, i)->letter != letter)
        ++i;
    return i;
}

static phw_status take(phw_arguments *a, const phw_command *command, size_t i,
                       const char *text)
{
    const phw_option *o = option_at(command, i);
    PHW_TRY(phw_argument_set(a, i, text));
    if (o->kind != PHW_OPTION_LIST)
        return PHW_OK;
    if (a->n_list == PHW_OPTION_LIST_MAX)
        return phw_fail(PHW_EARG, "--%s: given more than %d times", o->param.name,
                        PHW_OPTION_LIST_MAX);
    a->list_option[a->n_list] = i;
    a->list[a->n_list++] = text;
    return PHW_OK;
}

static const char *long_name(const void *context, size_t i)
{
    const phw_option *o = option_at(context, i);
    return o != NULL ? o->param.name : NULL;
}

static phw_status unknown(const phw_command *command, const char *text)
{
    char word[64];
    (void)snprintf(word, sizeof word, "%.*s", (int)strcspn(text, "="), text);
    if (strncmp(word, "--", 2) == 0) {
        if (phw_option_find(command->option, command->n_options, word + 2) != SIZE_MAX)
            return phw_fail(PHW_EARG, "%s takes no value", word);
        const char *near = phw_suggest(word + 2, long_name, command);
        if (near != NULL)
            return phw_fail(PHW_EARG, "unknown option %s; did you mean --%s?", word,
                            near);
    }
    return phw_fail(PHW_EARG, "unknown option %s; see phyward help %s", word,
                    command->name);
}

static phw_status refuse(const phw_command *command, int answer, char **argv)
{
    if (answer == ':') {
        const phw_option *o = option_at(command, index_of(optopt, command));
        return phw_fail(PHW_EARG, "--%s needs a value (%s)", o->param.name,
                        o->placeholder != NULL ? o->placeholder : o->param.unit);
    }
    if (optopt != 0 && optopt < LONG_OFFSET) {
        const char text[] = {'-', (char)optopt, '\0'};
        return unknown(command, text);
    }
    return unknown(command, argv[optind - 1]);
}

static phw_status check_positionals(const phw_arguments *a, const phw_command *command)
{
    size_t most = 0;
    for (; most < PHW_POSITIONALS_MAX && command->positional[most].name != NULL;
         ++most) {
        const phw_positional *p = &command->positional[most];
        if (most >= a->n_positional && !p->optional)
            return phw_fail(PHW_EARG, "%s is missing (%s); see phyward help %s",
                            p->name, p->summary, command->name);
    }
    if (a->n_positional > most && !(most > 0 && command->repeats))
        return phw_fail(PHW_EARG, "unexpected argument \"%s\"; see phyward help %s",
                        a->positional[most], command->name);
    return PHW_OK;
}

static phw_status check_all(const phw_arguments *a, const phw_command *command)
{
    if (phw_argument_given(a, "help"))
        return PHW_OK;
    PHW_TRY(check_positionals(a, command));
    return phw_overlap_check(a, command);
}

phw_status phw_arguments_read(phw_arguments *out, int argc, char **argv,
                              const phw_command *command)
{
    struct option long_form[2 * PHW_OPTIONS_MAX + 1];
    char short_form[2 * PHW_OPTIONS_MAX + 2];
    assert(option_at(command, PHW_OPTIONS_MAX) == NULL);
    set_up(long_form, short_form, command);

    phw_arguments a;
    preset(&a, command);
    opterr = 0;
    optind = 0;
    for (;;) {
        optopt = 0;
        const int answer = getopt_long(argc, argv, short_form, long_form, NULL);
        if (answer == -1)
            break;
        if (answer == '?' || answer == ':')
            return refuse(command, answer, argv);
        const size_t i = index_of(answer, command);
        PHW_TRY(take(&a, command, i, optarg));
    }
    a.positional = argv + optind;
    a.n_positional = (size_t)(argc - optind);
    PHW_TRY(check_all(&a, command));
    *out = a;
    return PHW_OK;
}

static void print_option(const phw_option *o)
{
    char left[64];
    char letter[8] = "    ";
    if (o->letter != 0)
        (void)snprintf(letter, sizeof letter, "-%c, ", o->letter);
    const char *value = o->kind == PHW_OPTION_FLAG ? "" : phw_option_placeholder(o);
    (void)snprintf(left, sizeof left, "%s--%s%s%s", letter, o->param.name,
                   *value != '\0' ? " " : "", value);
    const int n = printf("  %-30s ", left);
    phw_wrap_print(o->param.summary, (size_t)n, HELP_COLUMN, phw_wrap_width());
    char values[PHW_OPTION_VALUES_SIZE];
    char bracketed[PHW_OPTION_VALUES_SIZE + 2];
    phw_option_values(values, o);
    if (values[0] == '\0')
        return;
    (void)snprintf(bracketed, sizeof bracketed, "(%s)", values);
    (void)printf("%*s", HELP_COLUMN, "");
    phw_wrap_print(bracketed, HELP_COLUMN, HELP_COLUMN + 1, phw_wrap_width());
}

void phw_arguments_help(const phw_command *command)
{
    const phw_positional *p = command->positional;
    (void)printf("phyward %s - %s\n\nUsage: phyward %s", command->name,
                 command->summary, command->name);
    for (size_t i = 0; i < PHW_POSITIONALS_MAX && p[i].name != NULL; ++i)
        (void)printf(p[i].optional ? " [%s]" : " %s", p[i].name);
    (void)printf("%s [OPTION...]\n\n", command->repeats ? "..." : "");
    for (size_t i = 0; i < PHW_POSITIONALS_MAX && p[i].name != NULL; ++i)
        (void)printf("  %-30s %s\n", p[i].name, p[i].summary);
    if (command->detail != NULL)
        (void)printf("\n%s\n", command->detail);
    (void)printf("\nOptions:\n");
    const phw_option *o = NULL;
    for (size_t i = 0; (o = option_at(command, i)) != NULL; ++i)
        print_option(o);
    (void)printf("\nExample:\n  %s\n", command->example);
}
