"""Read by every process of a run of tests on PostgreSQL, those that tests start included: Python
imports a module of this name when it starts."""

import os

if "TVAERSNIT_TEST_SERVER" in os.environ:
    from tests.databases import give_each_folder_its_own

    give_each_folder_its_own()
