@echo off
rem From an empty checkout to the open program: installer\run.cmd [--no-open]
setlocal EnableExtensions
cd /d "%~dp0.."
chcp 65001 >nul
set PYTHONUTF8=1
if not "%~1"=="" if /i not "%~1"=="--no-open" (
    echo Pemakaian: installer\run.cmd [--no-open] 1>&2
    exit /b 2
)

echo [1/3] Python dan pustaka Padan (pertama kali: beberapa menit, sekitar 150 MB)
call installer\setup.cmd requirements.lock || exit /b 3

echo [2/3] Tur: satu daftar orang melewati sembilan langkah, dari serah terima sampai kartu tercetak
"%PADAN_VENV_PYTHON%" main.py tour --out hasil-tour || exit /b
echo       surat, kartu, buku kerja dan gambar layar ada di %CD%\hasil-tour

if /i "%~1"=="--no-open" (
    echo [3/3] Selesai. Buka kantor latihan dengan: .venv\Scripts\python main.py --practice
    exit /b 0
)
echo [3/3] Membuka kantor latihan
"%PADAN_VENV_PYTHON%" main.py --practice
