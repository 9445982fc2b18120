using System.ComponentModel.DataAnnotations;
using EdgePos.Devices;
using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Section "Terminal": the box's card terminal.</summary>
public sealed class TerminalOptions : IValidatableObject
{
    /// <summary>
    /// zvt: tcp://host:20007. nexo: https://host:8443/nexo, or http on this machine. Empty: the box has no card terminal.
    /// </summary>
    public string Link { get; set; } = "";

    /// <summary>What it speaks: zvt or nexo.</summary>
    [Required]
    public string Protocol { get; set; } = "zvt";

    /// <summary>Six digits that the terminal wants of a register.</summary>
    [RegularExpression("^[0-9]{6}$", ErrorMessage = "Terminal:Password must be six digits")]
    public string Password { get; set; } = "000000";

    /// <summary>nexo: the terminal's id, e.g. V400m-324688179.</summary>
    public string PoiId { get; set; } = "";

    /// <summary>nexo: the file with the vendor's root certificates, PEM.</summary>
    public string RootsFile { get; set; } = "";

    /// <summary>nexo: name that the terminal's certificate must have; empty: one that begins with its id.</summary>
    public string CertificateName { get; set; } = "";

    /// <summary>nexo: name of the shared key; empty: messages are not sealed.</summary>
    public string KeyIdentifier { get; set; } = "";

    /// <summary>nexo: version of the shared key.</summary>
    [Range(0, int.MaxValue, ErrorMessage = "Terminal:KeyVersion must be zero or more")]
    public int KeyVersion { get; set; } = 1;

    /// <summary>nexo: the file with the passphrase of the shared key.</summary>
    public string KeyFile { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Protocol is not ("zvt" or "nexo"))
            yield return new($"Terminal:Protocol {Protocol} is unknown; there are zvt and nexo", [nameof(Protocol)]);
        if (Link.Length == 0)
            yield break;
        if (Protocol == "zvt" && !LinkAddress.TryParse(Link, out _, out string problem))
            yield return new($"Terminal:Link {problem}", [nameof(Link)]);
        foreach (var wrong in Protocol == "nexo" ? Nexo() : [])
            yield return wrong;
    }

    private IEnumerable<ValidationResult> Nexo()
    {
        bool isLink = Uri.TryCreate(Link, UriKind.Absolute, out var address)
            && (address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback));
        if (!isLink)
            yield return new($"Terminal:Link '{Link}' is no link: write https://host:8443/nexo", [nameof(Link)]);
        if (isLink && address!.Scheme == "https" && !File.Exists(RootsFile))
            yield return new($"Terminal:RootsFile '{RootsFile}' is not there: the vendor's root certificates", [nameof(RootsFile)]);
        if (PoiId.Length == 0)
            yield return new("Terminal:PoiId is missing: the id on the terminal, such as V400m-324688179", [nameof(PoiId)]);
        if (KeyIdentifier.Length > 0 && !File.Exists(KeyFile))
            yield return new($"Terminal:KeyFile '{KeyFile}' is not there: it holds the key's passphrase", [nameof(KeyFile)]);
    }
}

/// <summary>Checks section "Terminal".</summary>
[OptionsValidator]
public sealed partial class TerminalOptionsValidator : IValidateOptions<TerminalOptions>;
