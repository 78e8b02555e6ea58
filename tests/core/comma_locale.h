/* Tests' helper: a locale that writes 1.5 as 1,5. */
#ifndef PHW_TESTS_CORE_COMMA_LOCALE_H
#define PHW_TESTS_CORE_COMMA_LOCALE_H

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

/* A locale with a decimal comma, made where the system has none; NULL when neither. */
static inline const char *set_comma_locale(void)
{
    static const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; ++i) {
        if (setlocale(LC_ALL, names[i]) != NULL)
            return names[i];
    }
    static char folder[] = "locale_XXXXXX";
    char command[200];
    if (mkdtemp(folder) == NULL)
        return NULL;
    (void)snprintf(command, sizeof command,
                   "localedef -i de_DE -f UTF-8 %s/de_DE.UTF-8 >/dev/null 2>&1",
                   folder);
    const int failed = system(command);
    char *where = realpath(folder, NULL);
    const char *found = NULL;
    if (failed == 0 && where != NULL && setenv("LOCPATH", where, 1) == 0)
        found = setlocale(LC_ALL, "de_DE.UTF-8");
    free(where);
    (void)snprintf(command, sizeof command, "rm -r %s", folder);
    (void)!system(command);
    return found;
}

#endif
