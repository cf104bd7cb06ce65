; The setup of Padan for one Windows user: no administrator, no question that a clerk cannot answer.
;   makensis -DVERSION=… -DFOLDER=… -DOUTPUT=… -DICON=… -DSIZE=… padan.nsi
;   Padan-…-setup.exe [/S] [/DATABASE=postgresql://server/padan] [/D=C:\folder]
;   uninstall.exe [/S] [/DATA]      (/DATA: the office's data on this PC go too)
; Exit status of a silent run: 0 done, 2 stopped (Padan is open, or the folder cannot be written to).
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 64
ManifestDPIAware true
ManifestLongPathAware true

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh

Var Address
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Padan"

Name "Padan"
BrandingText "Padan ${VERSION}"
OutFile "${OUTPUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Padan"
InstallDirRegKey HKCU "Software\Padan" "folder"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "Padan"
VIAddVersionKey /LANG=0 "CompanyName" "Padan"
VIAddVersionKey /LANG=0 "FileDescription" "Pemasang Padan"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "LegalCopyright" "MIT"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\Padan.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Indonesian"
!insertmacro MUI_LANGUAGE "English"

LangString OPEN ${LANG_INDONESIAN} "Padan sedang terbuka. Simpan pekerjaan, tutup Padan, lalu pilih Coba lagi."
LangString OPEN ${LANG_ENGLISH} "Padan is open. Save your work, close Padan, then choose Retry."
LangString ADDRESS ${LANG_INDONESIAN} "Alamat sesudah /DATABASE= tidak dapat dipakai. Tulis postgresql://server/nama tanpa kata sandi."
LangString ADDRESS ${LANG_ENGLISH} "The address after /DATABASE= cannot be used. Write postgresql://server/name without a password."
LangString DATA ${LANG_INDONESIAN} "Hapus juga data kantor dan pengaturan di komputer ini? Data yang dihapus hanya kembali dari cadangan.$\r$\n$\r$\nPilih Tidak bila Padan akan dipasang lagi."
LangString DATA ${LANG_ENGLISH} "Remove the office's data and settings on this computer, too? Only a backup brings them back.$\r$\n$\r$\nChoose No if Padan will be installed again."
LangString LEFT ${LANG_INDONESIAN} "Sebagian folder program tidak dapat dihapus. Tutup Padan, lalu hapus folder ini: "
LangString LEFT ${LANG_ENGLISH} "Part of the program's folder could not be removed. Close Padan, then delete this folder: "

; A running program keeps its own file open: nobody may write to it.
!macro NOT_WHILE_OPEN UN
Function ${UN}NotWhileOpen
    again:
    IfFileExists "$INSTDIR\Padan.exe" 0 free
    ClearErrors
    FileOpen $0 "$INSTDIR\Padan.exe" a
    IfErrors 0 close
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(OPEN)" /SD IDCANCEL IDRETRY again
    SetErrorLevel 2
    Quit
    close:
    FileClose $0
    free:
FunctionEnd
!macroend
!insertmacro NOT_WHILE_OPEN ""
!insertmacro NOT_WHILE_OPEN "un."

; Reads what follows /DATABASE= up to a space or quotation mark into $Address; GetOptions would end it at its first slash.
; In $1 "" when there is none or it may stand between the quotation marks of a TOML file.
Function ReadAddress
    StrCpy $Address ""
    StrCpy $1 ""
    StrLen $4 "/DATABASE="
    StrCpy $3 0
    ${Do}
        StrCpy $2 $CMDLINE $4 $3
        ${If} $2 == ""
            Return
        ${EndIf}
        ${If} $2 == "/DATABASE="
            ${Break}
        ${EndIf}
        IntOp $3 $3 + 1
    ${Loop}
    IntOp $3 $3 + $4
    StrCpy $2 $CMDLINE 1 $3
    ${If} $2 == '"'
        IntOp $3 $3 + 1
    ${EndIf}
    StrCpy $1 "wrong"
    ${Do}
        StrCpy $2 $CMDLINE 1 $3
        ${If} $2 == ""
        ${OrIf} $2 == " "
        ${OrIf} $2 == '"'
            ${Break}
        ${EndIf}
        ${If} $2 == "'"
            Return
        ${EndIf}
        StrCpy $Address "$Address$2"
        IntOp $3 $3 + 1
    ${Loop}
    StrCpy $2 $Address 13
    ${If} $2 == "postgresql://"
        StrCpy $1 ""
    ${EndIf}
FunctionEnd

Function .onInit
    Call ReadAddress
    ${If} $1 != ""
        MessageBox MB_OK|MB_ICONSTOP "$(ADDRESS)" /SD IDOK
        SetErrorLevel 2
        Quit
    ${EndIf}
    Call NotWhileOpen
FunctionEnd

Section
    Call NotWhileOpen
    ; Nothing of an older version may stay among the modules of the new one.
    RMDir /r "$INSTDIR\_internal"
    SetOutPath "$INSTDIR"
    ClearErrors
    File /r "${FOLDER}/*"
    ${If} ${Errors}
        SetErrorLevel 2
        Abort
    ${EndIf}
    ${If} $Address != ""
        FileOpen $1 "$INSTDIR\padan.toml" w
        FileWrite $1 "# Pengaturan untuk semua meja yang memakai folder program ini.$\r$\n"
        FileWrite $1 "database = '$Address'$\r$\n"
        FileClose $1
    ${EndIf}
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateDirectory "$SMPROGRAMS\Padan"
    CreateShortcut "$SMPROGRAMS\Padan\Padan.lnk" "$INSTDIR\Padan.exe"
    CreateShortcut "$SMPROGRAMS\Padan\Kantor latihan.lnk" "$INSTDIR\Padan.exe" "--practice"
    WriteRegStr HKCU "Software\Padan" "folder" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Padan"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\Padan.exe"
    WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Padan"
    WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${SIZE}
    WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
    WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Function un.onInit
    Call un.NotWhileOpen
FunctionEnd

Section Uninstall
    Delete "$SMPROGRAMS\Padan\Padan.lnk"
    Delete "$SMPROGRAMS\Padan\Kantor latihan.lnk"
    RMDir "$SMPROGRAMS\Padan"
    RMDir /r "$INSTDIR\_internal"
    Delete "$INSTDIR\Padan.exe"
    Delete "$INSTDIR\padan.toml"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    DeleteRegKey HKCU "${UNINSTALL}"
    DeleteRegKey HKCU "Software\Padan"
    IfFileExists "$INSTDIR\_internal\*.*" 0 +2
    MessageBox MB_OK|MB_ICONINFORMATION "$(LEFT)$INSTDIR" /SD IDOK
    ${GetParameters} $9
    ClearErrors
    ${GetOptions} $9 "/DATA" $0
    ${If} ${Errors}
        MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(DATA)" /SD IDNO IDNO kept
    ${EndIf}
    RMDir /r "$LOCALAPPDATA\Padan"
    kept:
SectionEnd
