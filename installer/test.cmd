@echo off
rem From an empty checkout to all checks: installer\test.cmd [arguments of pytest]
setlocal EnableExtensions
cd /d "%~dp0.."
chcp 65001 >nul
set PYTHONUTF8=1

echo [1/2] Python, pustaka Padan dan alat uji (pertama kali: beberapa menit, sekitar 200 MB)
call installer\setup.cmd requirements-test.lock || exit /b 3
"%PADAN_VENV_PYTHON%" installer\postgresql.py where >nul || exit /b 3

echo [2/2] Pemeriksaan
"%PADAN_VENV_PYTHON%" installer\check.py %*
