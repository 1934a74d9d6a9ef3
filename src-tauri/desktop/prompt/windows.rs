//! A form of Windows Forms, shown by the system's own PowerShell. Texts are in the environment of
//! that process, never part of the script.

use rolebridge_model::Secret;
use rolebridge_workflows::prompt::Question;
use tokio::process::Command;

/// Keeps the console window of PowerShell away (`CREATE_NO_WINDOW`).
const NO_WINDOW: u32 = 0x0800_0000;
/// What the script ends with when the person presses Cancel.
const CANCELLED: i32 = 3;

const SCRIPT: &str = r"
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
Add-Type -AssemblyName System.Windows.Forms
Add-Type -AssemblyName System.Drawing
[System.Windows.Forms.Application]::EnableVisualStyles()
$form = New-Object System.Windows.Forms.Form
$form.Text = $env:ROLEBRIDGE_ASK_TITLE
$form.FormBorderStyle = 'FixedDialog'
$form.StartPosition = 'CenterScreen'
$form.MaximizeBox = $false
$form.MinimizeBox = $false
$form.TopMost = $true
$form.ClientSize = New-Object System.Drawing.Size 460, 190
$label = New-Object System.Windows.Forms.Label
$label.Text = $env:ROLEBRIDGE_ASK_TEXT
$label.UseMnemonic = $false
$label.SetBounds(12, 12, 436, 96)
$entry = New-Object System.Windows.Forms.TextBox
$entry.AccessibleName = $env:ROLEBRIDGE_ASK_LABEL
$entry.SetBounds(12, 114, 436, 24)
if ($env:ROLEBRIDGE_ASK_HIDDEN -eq '1') { $entry.UseSystemPasswordChar = $true }
$ok = New-Object System.Windows.Forms.Button
$ok.Text = 'OK'
$ok.DialogResult = 'OK'
$ok.SetBounds(276, 150, 82, 28)
$cancel = New-Object System.Windows.Forms.Button
$cancel.Text = 'Cancel'
$cancel.DialogResult = 'Cancel'
$cancel.SetBounds(366, 150, 82, 28)
$form.AcceptButton = $ok
$form.CancelButton = $cancel
$form.Controls.AddRange(@($label, $entry, $ok, $cancel))
$form.Add_Shown({ $form.Activate(); $entry.Focus() | Out-Null })
if ($form.ShowDialog() -ne 'OK') { exit 3 }
[Console]::Out.Write($entry.Text)
";

pub(super) async fn ask(question: &Question) -> Result<Option<Secret>, String> {
    let output = Command::new("powershell.exe")
        .args(["-NoLogo", "-NoProfile", "-STA", "-Command", SCRIPT])
        .env("ROLEBRIDGE_ASK_TITLE", &question.title)
        .env("ROLEBRIDGE_ASK_TEXT", super::text(question))
        .env("ROLEBRIDGE_ASK_LABEL", &question.label)
        .env("ROLEBRIDGE_ASK_HIDDEN", if question.hidden { "1" } else { "0" })
        .creation_flags(NO_WINDOW)
        .kill_on_drop(true)
        .output()
        .await
        .map_err(|e| format!("The window that asks could not be opened: {e}."))?;
    if output.status.success() {
        super::printed(output.stdout)
    } else if output.status.code() == Some(CANCELLED) {
        Ok(None)
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("The window that asks failed: {}.", said.trim()))
    }
}
