using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgePos.Provisioning;

/// <summary>Certificates in files: those that the settings name, and the box's own root.</summary>
internal static class CertificatesCheck
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    private static readonly string[] Named =
        ["Relay:RootFile", "Relay:CertificateFile", "Relay:HelpRootFile", "Gateway:CertificateFile", "Gateway:ClientRootFile"];

    public static Finding Look(Patient patient)
    {
        var now = patient.Machine.Time.GetUtcNow();
        var found = Named.Select(name => (Name: name, File: patient.Settings[name])).Where(one => one.File.Length > 0)
            .Select(one => Of(one.Name, one.File, now)).ToList();
        if (patient.Has("authority.pem"))
            found.Add(Of("the box's root", patient.FileOf("authority.pem"), now));
        return found.Count == 0 ? Finding.NotSeen("there are none yet: none is named in the settings, and the box has made none")
            : Finding.Worst(string.Join("; ", found.Select(one => one.Seen)), found);
    }

    private static Finding Of(string name, string file, DateTimeOffset now)
    {
        try
        {
            var all = new X509Certificate2Collection();
            all.ImportFromPemFile(file);
            if (all.Count == 0)
                return Finding.Bad($"{name}: {file} holds no certificate", "put the right PEM file there");
            DateTimeOffset from = all.Max(one => one.NotBefore.ToUniversalTime()), until = all.Min(one => one.NotAfter.ToUniversalTime());
            string seen = $"{name} until {Shown.End(until)}";
            return now > until ? Finding.Bad($"{name} ended on {Shown.Day(until)} ({file})", "have a new one made, and put it there")
                : now < from ? Finding.Bad($"{name} begins only on {Shown.Day(from)} ({file})", "look at the clock first, then at the file")
                : until - now < Soon ? Finding.Look($"{seen} ({file})", "have a new one made, and put it there before it ends")
                : Finding.Well(seen);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException or IOException)
        {
            return Finding.Bad($"{name}: {file}: {wrong.Message}", "put the right PEM file there, or correct the setting");
        }
    }
}
