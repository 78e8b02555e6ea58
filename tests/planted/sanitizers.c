/* Defects on purpose, one a test: a sanitized build that calls one of them good is not
 * set up right. Each is expected to fail. */
#include <limits.h>
#include <stdlib.h>

#include <criterion/criterion.h>

/* Out of line, or the optimiser removes the defect before the sanitizer sees it. */
__attribute__((noinline)) static void store(volatile char *at)
{
    *at = 1;
}

__attribute__((noinline)) static int next(volatile int *value)
{
    return *value + 1;
}

Test(planted, overflow)
{
    char *block = malloc(16);
    store(block + 16);
    free(block);
}

Test(planted, leak)
{
    char *block = malloc(16);
    store(block);
    block = NULL;
    cr_assert_null(block);
}

Test(planted, arithmetic)
{
    volatile int most = INT_MAX;
    cr_assert_lt(next(&most), 0);
}

Test(planted, null)
{
    volatile char *volatile nowhere = NULL;
    store(nowhere);
}
