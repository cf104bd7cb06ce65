@echo off
rem Called by run.cmd and test.cmd with the name of a lock file: finds Python (installs it for this user when missing),
rem makes .venv and installs the lock file. Leaves the path of .venv's Python in PADAN_VENV_PYTHON.
set "PADAN_PYTHON="
call :find
if not defined PADAN_PYTHON call :fetch
if not defined PADAN_PYTHON (
    echo Padan memerlukan Python 3.11, 3.12 atau 3.13. Pasang dari python.org, lalu jalankan lagi. 1>&2
    exit /b 3
)
%PADAN_PYTHON% installer\environment.py "%~1" || exit /b 3
set "PADAN_VENV_PYTHON=%CD%\.venv\Scripts\python.exe"
exit /b 0

:find
for %%V in (3.13 3.12 3.11) do if not defined PADAN_PYTHON (
    py -%%V -c "import ensurepip, venv" >nul 2>&1 && set "PADAN_PYTHON=py -%%V"
)
if not defined PADAN_PYTHON (
    python -c "import ensurepip, venv, sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))" >nul 2>&1 && set "PADAN_PYTHON=python"
)
if not defined PADAN_PYTHON if exist "%LOCALAPPDATA%\Programs\Python\Python312\python.exe" (
    set PADAN_PYTHON="%LOCALAPPDATA%\Programs\Python\Python312\python.exe"
)
exit /b 0

:fetch
where winget >nul 2>&1 || exit /b 0
echo       memasang Python 3.12 untuk pengguna ini
winget install --exact --id Python.Python.3.12 --scope user --silent --accept-package-agreements --accept-source-agreements
call :find
exit /b 0
