using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgePos.HeadOffice;

/// <summary>Makes certificates for head office itself and for a broker, where there is no other authority.</summary>
internal sealed partial class CertificateRun(HeadOfficeOptions options, TextWriter output, TimeProvider time)
{
    private const int Days = 825; // what clients take of a server's certificate: CA/Browser Forum, Baseline Requirements until 2020

    /// <summary>Writes NAME.pem and NAME.key.pem, and says where the root is. Gives an exit code.</summary>
    /// <param name="who">"broker" or "headoffice".</param>
    /// <param name="hosts">Names and addresses of the broker.</param>
    /// <param name="folder">Where to.</param>
    /// <exception cref="VerbFault">Something of it is not what it must be.</exception>
    public int Run(string who, IReadOnlyList<string> hosts, string folder)
    {
        bool server = who == "broker";
        if (server != hosts.Count > 0 || hosts.Any(host => !HostName().IsMatch(host)))
            throw new VerbFault(ExitCodes.Usage, server ? "what is the broker called? --host NAME, several times where it has several"
                : "head office is not called: no --host");
        var now = time.GetUtcNow();
        using var authority = BoxesAuthority.OpenOrMake(options.DataFolder, options.Tenant, time);
        var (certificate, key) = authority.IssueWithKey(server ? hosts[0] : $"{options.Tenant}.headoffice",
            server ? CertificateUse.Server : CertificateUse.Client, now, now.AddDays(Days), hosts);
        using (certificate)
        using (key)
        {
            string file = Path.Combine(folder, $"{who}.pem"), keyFile = Path.Combine(folder, $"{who}.key.pem");
            if (File.Exists(file) || File.Exists(keyFile))
                throw new VerbFault(ExitCodes.DamagedData, $"{file} is there already: move it away first");
            try
            {
                Directory.CreateDirectory(folder);
                KeyFile.Put(keyFile, key.ExportPkcs8PrivateKeyPem() + "\n", KeyFile.OwnerAlone);
                KeyFile.Put(file, certificate.ExportCertificatePem() + "\n", KeyFile.Everybody);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new VerbFault(ExitCodes.NoInput, $"{folder} cannot be written: {fault.Message}");
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                {file} and {keyFile}, until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}
                root: {Path.GetFullPath(BoxesAuthority.RootFileIn(options.DataFolder))}
                """));
        }

        return ExitCodes.Ok;
    }

    [GeneratedRegex("^[A-Za-z0-9.:-]{1,253}$")]
    private static partial Regex HostName();
}
