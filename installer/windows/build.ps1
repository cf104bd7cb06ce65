# The setup file, built on a Windows machine: powershell -ExecutionPolicy Bypass -File installer\windows\build.ps1
# Wants Python 3.11, 3.12 or 3.13 (64 bit) and NSIS 3 (makensis on the path or in its usual folder).
# The same lock file, declaration and installer script as build.sh.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..\..')

function Stop-With([string]$sentence) {
    [Console]::Error.WriteLine($sentence)
    exit 3
}

function Invoke-Checked([string]$sentence, [string]$program, [string[]]$words) {
    & $program @words
    if ($LASTEXITCODE -ne 0) { Stop-With $sentence }
}

$makensis = (Get-Command makensis -ErrorAction SilentlyContinue).Source
if (-not $makensis) { $makensis = Join-Path ${env:ProgramFiles(x86)} 'NSIS\makensis.exe' }
if (-not (Test-Path $makensis)) { Stop-With 'NSIS 3 belum terpasang: winget install NSIS.NSIS, lalu jalankan lagi.' }

Write-Output '[1/4] Python dan pustaka terkunci'
$made = 'build\windows-build'
if (-not (Test-Path "$made\Scripts\python.exe")) {
    Invoke-Checked 'Python 3.11 belum terpasang: winget install Python.Python.3.11, lalu jalankan lagi.' 'py' @('-3.11', '-m', 'venv', $made)
}
$python = Resolve-Path "$made\Scripts\python.exe"
Invoke-Checked 'Pustaka tidak terpasang. Periksa sambungan internet dan ruang disk.' $python @(
    '-m', 'pip', 'install', '--quiet', '--no-input', '--require-hashes', '-r', 'requirements-build.lock')

Write-Output '[2/4] PyInstaller'
Invoke-Checked 'PyInstaller gagal; lihat pesan di atas.' $python @(
    '-m', 'PyInstaller', '--noconfirm', '--log-level', 'ERROR', '--distpath', 'build\dist-windows',
    '--workpath', 'build\work-windows', 'installer\padan.spec')

Write-Output '[3/4] Berkas pemasang'
$version = (& $python installer\bundle.py version).Trim()
New-Item -ItemType Directory -Force dist | Out-Null
$folder = (Resolve-Path 'build\dist-windows\Padan').Path
$setup = Join-Path (Resolve-Path 'dist').Path "Padan-$version-setup.exe"
$size = [math]::Ceiling(((Get-ChildItem $folder -Recurse -File | Measure-Object Length -Sum).Sum) / 1KB)
Invoke-Checked 'NSIS gagal; lihat pesan di atas.' $makensis @(
    '/V2', "/DVERSION=$version", "/DFOLDER=$folder", "/DOUTPUT=$setup",
    "/DICON=$((Resolve-Path 'build\work-windows\padan\padan.ico').Path)", "/DSIZE=$size", 'installer\windows\padan.nsi')

Write-Output '[4/4] Sidik dan daftar bahan'
Invoke-Checked 'Daftar bahan tidak tertulis.' $python @('installer\bill.py', 'windows', "dist\Padan-$version-setup.cdx.json")
$lines = foreach ($name in "Padan-$version-setup.exe", "Padan-$version-setup.cdx.json") {
    '{0}  {1}' -f (Get-FileHash "dist\$name" -Algorithm SHA256).Hash.ToLower(), $name
}
[IO.File]::WriteAllText((Join-Path (Resolve-Path 'dist').Path "Padan-$version-setup.sha256"), ($lines -join "`n") + "`n")
Write-Output $setup
