export { typeNames } from '@pavior/shared/campaign/type-names.ts'
