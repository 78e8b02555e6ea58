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

#define EXIT_USAGE 2

static int exit_status(phw_status s)
{
    static const unsigned char table[PHW_N_STATUS] = {
        [PHW_OK] = 0,        [PHW_ENOCONV] = 1,
        [PHW_EPEER] = 1,     [PHW_EARG] = EXIT_USAGE,
        [PHW_EINPUT] = 3,    [PHW_EIO] = 4,
        [PHW_ENOMEM] = 4,    [PHW_EAUTH] = 5,
        [PHW_ESHORT] = 6,    [PHW_ENOKEY] = 6,
        [PHW_ECANCEL] = 130,
    };
    return table[s];
}

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
                      "\nExit status: 0 done; 1 the protocol or a check ended without "
                      "success;\n2 usage; 3 input malformed; 4 input/output failed; "
                      "5 refused;\n6 not enough entropy for a key; 130 interrupted.\n");
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
    return exit_status(s);
}

static int run(int argc, char **argv)
{
    const phw_command *command = NULL;
    int n_words = 1;
    phw_status s = phw_command_find(&command, &n_words, argc, argv);
    if (s != PHW_OK) {
        (void)fprintf(stderr, "phyward: %s\n", phw_error_message());
        return exit_status(s);
    }
    phw_arguments arguments;
    s = phw_arguments_read(&arguments, argc - n_words, argv + n_words, command);
    if (s == PHW_OK && phw_argument_given(&arguments, "help"))
        phw_arguments_help(command);
    else if (s == PHW_OK)
        s = command->run(&arguments);
    return finish(command->name, s);
}

static int help(int argc, char **argv)
{
    if (argc < 3) {
        overview(stdout);
        return finish("help", PHW_OK);
    }
    const phw_command *command = NULL;
    int n_words = 1;
    const phw_status s = phw_command_find(&command, &n_words, argc - 1, argv + 1);
    if (s == PHW_OK)
        phw_arguments_help(command);
    return finish("help", s);
}

static bool is(const char *word, const char *name, const char *letter)
{
    return strcmp(word, name) == 0 || strcmp(word, letter) == 0;
}

int main(int argc, char **argv)
{
    phw_cancel_install();
    (void)gsl_set_error_handler_off();
    if (sodium_init() < 0) {
        (void)fprintf(stderr, "phyward: the system's random generator can't start\n");
        return exit_status(PHW_EIO);
    }
    if (argc < 2) {
        overview(stderr);
        return EXIT_USAGE;
    }
    if (is(argv[1], "--version", "-V")) {
        (void)printf("phyward %s\n", PHW_VERSION);
        return finish("--version", PHW_OK);
    }
    if (is(argv[1], "--help", "-h") || strcmp(argv[1], "help") == 0)
        return help(argc, argv);
    return run(argc, argv);
}
