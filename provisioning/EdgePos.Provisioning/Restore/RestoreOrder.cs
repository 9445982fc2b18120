using EdgePos.Ledger;

namespace EdgePos.Provisioning;

/// <summary>What is to be restored, and what a technician says of it.</summary>
/// <param name="File">The backup.</param>
/// <param name="KeyFile">The private key.</param>
/// <param name="DataFolder">The box's data folder, full path.</param>
/// <param name="SettingsFolder">The folder of its settings, full path.</param>
/// <param name="HeadOfficeHead">What head office has; null: it is asked.</param>
/// <param name="WithoutHeadOffice">True: nobody is asked.</param>
/// <param name="BehindHeadOffice">True: also where head office has more.</param>
/// <param name="ReceiptsAfter">The highest number that any register has given; null: nobody says.</param>
/// <param name="OtherBox">True: also where the settings that lie here are another box's.</param>
internal sealed record RestoreOrder(
    string File, string KeyFile, string DataFolder, string SettingsFolder, JournalMark? HeadOfficeHead, bool WithoutHeadOffice,
    bool BehindHeadOffice, long? ReceiptsAfter, bool OtherBox);
