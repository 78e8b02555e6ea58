/* The command `phyward`: finds the verb, reads its arguments, runs it, and turns its
 * status into the exit status of the one table. */
#include <stdio.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <sodium.h>

#include "core/status.h"
#include "tools/arguments.h"
#include "tools/cancel.h"
#include "tools/commands.h"
#include "tools/completion.h"
#include "tools/exit_status.h"
#include "tools/manual.h"

static void overview(FILE *to)
{
    (void)fprintf(to,
                  "phyward %s - physical-layer key generation and security\n\n"
                  "Usage: phyward COMMAND [ARGUMENT...]\n\n",
                  PHW_VERSION);
    const phw_command *c = NULL;
    for (size_t i = 0; (c = phw_command_at(i)) != NULL; ++i)
        (void)fprintf(to, "  %-18s %s\n", c->name, c->summary);
    (void)fprintf(to, "\n  phyward help COMMAND tells its options; phyward --version.\n"
                      "\nExit status:\n");
    const phw_exit_meaning *m = NULL;
    for (size_t i = 0; (m = phw_exit_meaning_at(i)) != NULL; ++i)
        (void)fprintf(to, "  %-18d %s\n", m->status, m->meaning);
}

/* A pipe that was closed or a full disk shows at the last flush. */
static phw_status flush(void)
{
    if (fflush(stdout) != 0 || ferror(stdout))
        return phw_fail(PHW_EIO, "standard output: the results can't be written");
    return PHW_OK;
}

static int finish(const char *verb, phw_status s)
{
    if (s != PHW_OK)
        (void)fprintf(stderr, "phyward %s: %s\n", verb, phw_error_message());
    const phw_status flushed = flush();
    if (s == PHW_OK && flushed != PHW_OK) {
        (void)fprintf(stderr, "phyward %s: %s\n", verb, phw_error_message());
        s = flushed;
    }
    return phw_exit_status(s);
}

/* The commands of two words that begin with this one, if any. */
static bool group(FILE *to, const char *word)
{
    const size_t length = strlen(word);
    const phw_command *c = NULL;
    bool any = false;
    for (size_t i = 0; (c = phw_command_at(i)) != NULL; ++i) {
        if (strncmp(c->name, word, length) != 0 || c->name[length] != ' ')
            continue;
        if (!any)
            (void)fprintf(to, "Usage: phyward %s WHAT [ARGUMENT...]\n\n", word);
        (void)fprintf(to, "  %-18s %s\n", c->name, c->summary);
        any = true;
    }
    if (any)
        (void)fprintf(to, "\n  phyward help %s WHAT tells its options.\n", word);
    return any;
}

static bool is(const char *word, const char *name, const char *letter)
{
    return strcmp(word, name) == 0 || strcmp(word, letter) == 0;
}

/* `phyward auth` and `phyward auth --help`: what the word goes on to. True when there
 * was any; `*status` is the exit status then. */
static bool unfinished(int *status, int argc, char **argv)
{
    const bool asked = argc == 3 && is(argv[2], "--help", "-h");
    if ((argc != 2 && !asked) || !group(asked ? stdout : stderr, argv[1]))
        return false;
    *status = asked ? finish(argv[1], PHW_OK) : phw_exit_status(PHW_EARG);
    return true;
}

static int run(int argc, char **argv)
{
    const phw_command *command = NULL;
    int n_words = 1;
    phw_status s = phw_command_find(&command, &n_words, argc, argv);
    int status = 0;
    if (s != PHW_OK && unfinished(&status, argc, argv))
        return status;
    if (s != PHW_OK) {
        (void)fprintf(stderr, "phyward: %s\n", phw_error_message());
        return phw_exit_status(s);
    }
    phw_arguments arguments;
    s = phw_arguments_read(&arguments, argc - n_words, argv + n_words, command);
    if (s == PHW_OK && phw_argument_given(&arguments, "help"))
        phw_arguments_help(command);
    else if (s == PHW_OK)
        s = command->run(&arguments);
    return finish(command->name, s);
}

/* `phyward help --man [COMMAND]`. */
static phw_status manual(int argc, char **argv)
{
    const phw_command *command = NULL;
    int n_words = 0;
    if (argc > 3)
        PHW_TRY(phw_command_find(&command, &n_words, argc - 2, argv + 2));
    phw_manual_write(stdout, command);
    return PHW_OK;
}

/* `phyward help --completion bash`. */
static phw_status completion(int argc, char **argv)
{
    if (argc != 4 || strcmp(argv[3], "bash") != 0)
        return phw_fail(PHW_EARG, "--completion: expected bash; zsh loads that one, "
                                  "after bashcompinit");
    phw_completion_write(stdout);
    return PHW_OK;
}

static phw_status help(int argc, char **argv)
{
    if (argc < 3) {
        overview(stdout);
        return PHW_OK;
    }
    if (strcmp(argv[2], "--man") == 0)
        return manual(argc, argv);
    if (strcmp(argv[2], "--completion") == 0)
        return completion(argc, argv);
    if (argc == 3 && group(stdout, argv[2]))
        return PHW_OK;
    const phw_command *command = NULL;
    int n_words = 1;
    PHW_TRY(phw_command_find(&command, &n_words, argc - 1, argv + 1));
    phw_arguments_help(command);
    return PHW_OK;
}

int main(int argc, char **argv)
{
    phw_cancel_install();
    (void)gsl_set_error_handler_off();
    if (sodium_init() < 0) {
        (void)fprintf(stderr, "phyward: the system's random generator can't start\n");
        return phw_exit_status(PHW_EIO);
    }
    if (argc < 2) {
        overview(stderr);
        return phw_exit_status(PHW_EARG);
    }
    if (is(argv[1], "--version", "-V")) {
        (void)printf("phyward %s\n", PHW_VERSION);
        return finish("--version", PHW_OK);
    }
    if (is(argv[1], "--help", "-h") || strcmp(argv[1], "help") == 0)
        return finish("help", help(argc, argv));
    return run(argc, argv);
}
