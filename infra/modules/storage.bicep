// Azure Tables with no keys: only the given identity reads and writes, by its role.

@description('Name of the account: lower-case letters and digits, unique in the world.')
@minLength(3)
@maxLength(24)
param name string

@description('Region.')
param location string

@description('Copies: LRS, ZRS, GRS or GZRS.')
param sku string

@description('The identity that keeps its rows here.')
param principalId string

@description('Tags.')
param tags object

// Storage Table Data Contributor: rows, and the tables KamBot makes at its first start.
var tableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource mayUseTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, principalId, tableDataContributor)
  scope: account
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', tableDataContributor)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

@description('Address of the table service.')
output tableEndpoint string = account.properties.primaryEndpoints.table
