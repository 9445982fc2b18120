using System.IO.Compression;
using System.Text;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Gateway;

/// <summary>What somebody needs who looks into a box elsewhere, as a zip archive: bounded, and without secrets.</summary>
internal sealed class DiagnosisBundle(HelpFacts facts, DeviceShelf devices, RecentLog log, IConfiguration configuration, TimeProvider time)
{
    private static readonly JsonFormatter Json =
        new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true).WithFormatDefaultValues(true).WithIndentation());

    /// <summary>Packs it.</summary>
    public byte[] Pack()
    {
        var to = new MemoryStream();
        using (var zip = new ZipArchive(to, ZipArchiveMode.Create))
        {
            Put(zip, "status.json", Json.Format(facts.Status()));
            Put(zip, "ledger.json", Json.Format(facts.LedgerHead()));
            var all = new ListDevicesResponse();
            all.Devices.AddRange(devices.All.Select(driver => driver.ToWire(claim: null)));
            Put(zip, "devices.json", Json.Format(all));
            Put(zip, "settings.txt", string.Join('\n', SettingsShown.Of(configuration)));
            Put(zip, "log.txt", string.Join('\n', log.Tail(RecentLog.LinesMax).Lines));
        }

        return to.ToArray();
    }

    private void Put(ZipArchive zip, string name, string text)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = time.GetUtcNow();
        using var file = entry.Open();
        file.Write(Encoding.UTF8.GetBytes(text + "\n"));
    }
}
