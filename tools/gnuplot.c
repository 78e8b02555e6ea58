#include "tools/gnuplot.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Larger is no picture of ours. */
#define PICTURE_MAX (8L << 20)

/* Files without a name instead of pipes: neither end can wait for the other. */
typedef struct files {
    FILE *in, *out, *said;
} files;

static void close_files(files *f)
{
    FILE *const all[] = {f->in, f->out, f->said};
    for (size_t i = 0; i < 3; ++i) {
        if (all[i] != NULL)
            (void)fclose(all[i]);
    }
}

static phw_status open_files(files *f, const char *script, size_t size)
{
    *f = (files){tmpfile(), tmpfile(), tmpfile()};
    if (f->in == NULL || f->out == NULL || f->said == NULL ||
        fwrite(script, 1, size, f->in) != size || fflush(f->in) != 0 ||
        fseek(f->in, 0, SEEK_SET) != 0) {
        const int error = errno;
        close_files(f);
        return phw_fail(PHW_EIO, "gnuplot: no temporary file: %s", strerror(error));
    }
    return PHW_OK;
}

static phw_status spawn(const files *f)
{
    char program[] = "gnuplot";
    char *const arguments[] = {program, NULL};
    posix_spawn_file_actions_t actions;
    pid_t pid = 0;
    (void)posix_spawn_file_actions_init(&actions);
    (void)posix_spawn_file_actions_adddup2(&actions, fileno(f->in), STDIN_FILENO);
    (void)posix_spawn_file_actions_adddup2(&actions, fileno(f->out), STDOUT_FILENO);
    (void)posix_spawn_file_actions_adddup2(&actions, fileno(f->said), STDERR_FILENO);
    const int error = posix_spawnp(&pid, program, &actions, NULL, arguments, environ);
    (void)posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        return phw_fail(PHW_EINPUT,
                        "gnuplot can't be run (%s): install it for pictures",
                        strerror(error));
    int state = 0;
    while (waitpid(pid, &state, 0) < 0 && errno == EINTR)
        continue;
    if (WIFEXITED(state) && WEXITSTATUS(state) == 0)
        return PHW_OK;
    char text[160] = "";
    rewind(f->said);
    const size_t n = fread(text, 1, sizeof text - 1, f->said);
    text[n] = '\0';
    for (char *at = text; *at != '\0'; ++at)
        *at = *at == '\n' ? ' ' : *at;
    return phw_fail(PHW_EINPUT, "gnuplot refused the script: %s", text);
}

static phw_status collect(char **out, size_t *n, FILE *from)
{
    if (fseek(from, 0, SEEK_END) != 0)
        return phw_fail(PHW_EIO, "gnuplot: its output can't be read");
    const long size = ftell(from);
    if (size <= 0 || size > PICTURE_MAX)
        return phw_fail(PHW_EINPUT, "gnuplot drew nothing, or too much: %ld bytes",
                        size);
    char *text = malloc((size_t)size + 1);
    if (text == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a picture");
    rewind(from);
    *n = fread(text, 1, (size_t)size, from);
    text[*n] = '\0';
    *out = text;
    return PHW_OK;
}

phw_status phw_gnuplot_run(char **out, size_t *n, const char *script, size_t size)
{
    files f = {0};
    PHW_TRY(open_files(&f, script, size));
    phw_status s = spawn(&f);
    if (!s)
        s = collect(out, n, f.out);
    close_files(&f);
    return s;
}

void phw_gnuplot_quote(FILE *to, const char *text)
{
    (void)fputc('\'', to);
    for (; text != NULL && *text != '\0'; ++text) {
        const unsigned char c = (unsigned char)*text;
        if (c == '\'')
            (void)fputs("''", to);
        else
            (void)fputc(c < ' ' || c == 0x7f ? ' ' : c, to);
    }
    (void)fputc('\'', to);
}
